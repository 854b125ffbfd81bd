package io.heartwire.hub;

import io.heartwire.broker.SharedCounts;
import io.heartwire.broker.SharedCounts.Count;
import io.heartwire.broker.SharedCounts.Others;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.Tenants;
import io.heartwire.connection.UserWatch;
import io.heartwire.hook.Hooks;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.PeriodicTask;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Limits of connections over all nodes, roughly. Each node alone holds the limits at once; once a
 * second it tells the others whose connections have changed here, and learns how many they have.
 * Who has too many on all nodes for {@link #PATIENCE} loses the newest of those here, and may come
 * in here again when there is room. The patience outlasts the counts of a node that died or
 * drained, whose clients come here: they are not to be taken for too many.
 *
 * <p>Bounded: what waits to be told is a name for each user whose connections changed, no more than
 * the pool can hold twice; at most {@link #MOST_PER_ROUND} are told a second, and {@link
 * #MOST_OVER} users are watched for having too many. Without the engine this node's own counts
 * decide, and all is told anew when it is back. Costs nothing with an engine of one process, nor
 * without limits.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
@Internal
@Singleton
public class SharedLimits implements PeriodicTask, UserWatch {
  private static final Logger LOG = Logger.getLogger(SharedLimits.class.getName());
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final int MOST_PER_ROUND = 10_000;
  static final int MOST_OVER = 10_000;

  /** For how long nobody is let in of a user who has no connections here. */
  private static final Duration SHUT = Duration.ofMinutes(1);

  /**
   * A group with too many connections on all nodes.
   *
   * @param since when
   * @param isShut whether it has lost some here: no more are let in
   */
  private record Over(LimitedGroup group, long since, boolean isShut) {}

  private final SharedCounts counts;
  private final ConnectionRegistry registry;
  private final Tenants tenants;
  private final TimeSource time;
  private final LogThrottle log;
  private final int mostChanged;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final Map<String, Over> overUsers = new ConcurrentHashMap<>();
  private final Map<String, Over> overTenants = new ConcurrentHashMap<>();
  private volatile boolean isAnew = true;

  @Inject
  public SharedLimits(
      SharedCounts counts, ConnectionRegistry registry, Tenants tenants, TimeSource time) {
    this.counts = counts;
    this.registry = registry.itself().orElseThrow();
    this.tenants = tenants;
    this.time = time;
    this.log = new LogThrottle(time, Duration.ofMinutes(1));
    this.mostChanged = 2 * registry.counts().capacity();
    if (counts.isShared() && limitsUsers()) {
      this.registry.watch(this);
    }
  }

  @Override
  public void changed(String user) {
    if (isAnew) {
      return; // all will be told
    }
    if (changed.size() < mostChanged) {
      changed.add(user);
    } else {
      isAnew = true;
    }
  }

  @Override
  public boolean isFull(String user) {
    if (overUsers.isEmpty()) {
      return false;
    }
    Over over = overUsers.get(user);
    return over != null && over.isShut;
  }

  @Override
  public void tick(long now) {
    boolean isLimited = limitsUsers() || !tenants.limited().isEmpty();
    if (counts.isShared() && isLimited && underWay.compareAndSet(false, true)) {
      if (isAnew) {
        changed.clear();
        tell(true, MOST_PER_ROUND);
      } else {
        changed.addAll(overUsers.keySet());
        tell(false, MOST_PER_ROUND);
      }
    }
  }

  /** How many users and classes have too many connections on all nodes now. */
  int over() {
    return overUsers.size() + overTenants.size();
  }

  private boolean limitsUsers() {
    return registry.maxPerUser() > 0;
  }

  /** Tells a part, and when it is answered the next. */
  private void tell(boolean anew, int left) {
    Map<Count, LimitedGroup> part = anew ? Map.of() : part(left == MOST_PER_ROUND);
    if (anew) {
      isAnew = false; // what changes from now on is told as well
      tellAll();
    }
    counts
        .exchange(anew, List.copyOf(part.keySet()))
        .thenAccept(
            others -> {
              answered(part, others, !anew);
              int rest = left - Math.max(1, part.size());
              if (!changed.isEmpty() && rest > 0 && !isAnew) {
                tell(false, rest);
              } else {
                underWay.set(false);
              }
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                failed(failure);
              }
            });
  }

  private void tellAll() {
    if (limitsUsers()) {
      changed.addAll(registry.userNames());
    }
  }

  private Map<Count, LimitedGroup> part(boolean withTenants) {
    Map<Count, LimitedGroup> part = new LinkedHashMap<>();
    if (withTenants) {
      for (Tenants.Limited tenant : tenants.limited()) {
        add(part, new LimitedGroup.OfTenant(tenant, registry), overTenants.get(tenant.name()));
      }
    }
    Iterator<String> users = changed.iterator();
    while (users.hasNext() && part.size() < SharedCounts.MOST_AT_ONCE) {
      String user = users.next();
      users.remove();
      add(part, new LimitedGroup.OfUser(user, registry), overUsers.get(user));
    }
    return part;
  }

  private void add(Map<Count, LimitedGroup> part, LimitedGroup group, @Nullable Over over) {
    boolean isJudged = over != null && time.nanos() - over.since >= PATIENCE.toNanos();
    part.put(group.count(isJudged), group);
  }

  private void answered(Map<Count, LimitedGroup> part, Others others, boolean wasKnown) {
    if (wasKnown && others.unknown()) {
      tellAll();
    }
    Iterator<Integer> elsewhere = others.elsewhere().iterator();
    part.forEach((count, group) -> judge(count, group, elsewhere.next()));
  }

  private void judge(Count count, LimitedGroup group, int elsewhere) {
    int together = count.here() + elsewhere;
    int surplus = count.here() - count.kept(elsewhere);
    if (surplus > 0) {
      note(group, true);
      group.close(surplus);
    } else if (count.here() > 0 && together > group.most()) {
      note(group, false);
    } else if (together < group.most() || !isStillShut(group, count.here())) {
      forget(group);
    }
  }

  private void note(LimitedGroup group, boolean isShut) {
    Map<String, Over> all = allLike(group);
    Over known = all.get(keyOf(group));
    if (known == null && all.size() >= MOST_OVER) {
      warn(
          "More than {0} users have too many connections on all nodes together; the others are"
              + " limited on each node alone",
          MOST_OVER);
      return;
    }
    Over now =
        known == null || (isShut && !known.isShut)
            ? new Over(group, known == null ? time.nanos() : known.since, isShut)
            : known;
    all.put(keyOf(group), now);
    if (now.isShut && group instanceof LimitedGroup.OfTenant) {
      tenants.fullElsewhere(keyOf(group), true);
    }
  }

  private boolean isStillShut(LimitedGroup group, int here) {
    Over over = allLike(group).get(keyOf(group));
    return over != null && over.isShut && (here > 0 || time.nanos() - over.since < SHUT.toNanos());
  }

  private void forget(LimitedGroup group) {
    Over over = allLike(group).remove(keyOf(group));
    if (over != null && group instanceof LimitedGroup.OfTenant) {
      tenants.fullElsewhere(keyOf(group), false);
    }
  }

  private void failed(Throwable failure) {
    List<Over> all = new ArrayList<>(overTenants.values());
    all.addAll(overUsers.values());
    all.forEach(over -> forget(over.group));
    isAnew = true;
    changed.clear();
    underWay.set(false);
    warn(
        "The connections on other nodes are not known: limits of users and tenants hold for each"
            + " node alone until the engine is back ({0})",
        String.valueOf(Hooks.causeOf(failure).getMessage()));
  }

  private void warn(String text, Object detail) {
    if (log.permits()) {
      LOG.log(Level.WARNING, text, detail);
    }
  }

  private Map<String, Over> allLike(LimitedGroup group) {
    return group instanceof LimitedGroup.OfTenant ? overTenants : overUsers;
  }

  private static String keyOf(LimitedGroup group) {
    return group instanceof LimitedGroup.OfTenant tenant
        ? tenant.tenant().name()
        : ((LimitedGroup.OfUser) group).user();
  }
}
