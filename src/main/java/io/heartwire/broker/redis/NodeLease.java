package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.time.TimeSource;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node's lease, which says that it lives. It is renewed every second, and all times are those
 * of Redis' clock. Each renewal brings the leases of all nodes.
 *
 * <p>When Redis has lost the lease, has ended it, or went back to an older state, the node takes a
 * new one, and what it stored under the last counts as lost.
 *
 * <p>Safe for use by any thread. Nothing blocks but {@link #close}.
 */
final class NodeLease implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(NodeLease.class.getName());
  static final Duration LENGTH = Duration.ofSeconds(5);
  static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration FRESH = PERIOD.multipliedBy(2);
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LAST = Duration.ofSeconds(1);

  /**
   * A time in which no node could renew, since Redis stood still or was away, takes nothing from
   * any lease; nor does a clock that went back. Answers with all leases, or that this one is lost.
   */
  private static final Script RENEW =
      Script.of(
          """
          local t = redis.call('TIME')
          local now = t[1] * 1000 + math.floor(t[2] / 1000)
          local function text(number) return string.format('%.0f', number) end
          local last = tonumber(redis.call('HGET', KEYS[3], 'renewed') or '0')
          local gap = now - last
          if last > 0 and (gap > 2000 or gap < -1000) then
            local shift = gap
            if gap > 0 then shift = gap - 1000 end
            for _, each in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
              redis.call('ZINCRBY', KEYS[1], text(shift), each)
            end
          end
          redis.call('HSET', KEYS[3], 'renewed', text(now))
          local mine = redis.call('ZSCORE', KEYS[1], ARGV[1])
          if last < tonumber(ARGV[4]) or (ARGV[5] == '1' and not mine)
              or (mine and tonumber(mine) <= now) then
            return {'lost'}
          end
          redis.call('ZADD', KEYS[1], text(now + ARGV[2]), ARGV[1])
          redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
          local answer = {'held', text(now)}
          local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
          for i = 1, #all, 2 do
            answer[#answer + 1] = all[i]
            answer[#answer + 1] = text(all[i + 1] - now)
            answer[#answer + 1] = redis.call('HGET', KEYS[2], all[i]) or '{}'
          end
          return answer
          """,
          ScriptOutputType.MULTI);

  private final RedisLink link;
  private final ClusterKeys keys;
  private final Node node;
  private final TimeSource time;
  private final FailureLog failures;
  private final FailureLog untold;
  private final List<LeaseListener> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private volatile Supplier<Payload> figures = () -> Payload.EMPTY;
  private volatile Leases latest;
  private volatile String id = "";
  private volatile long since;
  private volatile boolean isClosed;

  // Guarded by this.
  private int number = 1;
  private long lastRenewal;

  NodeLease(RedisLink link, ClusterKeys keys, Node node, TimeSource time) {
    this.link = link;
    this.keys = keys;
    this.node = node;
    this.time = time;
    this.failures = new FailureLog(link, time, "This node could not renew its lease");
    this.untold = new FailureLog(link, time, "This node could not tell others its figures");
    this.latest = new Leases(List.of(), time.nanos());
  }

  /** Before {@link #start}. */
  void add(LeaseListener listener) {
    listeners.add(listener);
  }

  void figures(Supplier<Payload> asked) {
    figures = asked;
  }

  /** Begins to renew. */
  void start() {
    Future<?> unused =
        link.threads()
            .scheduleWithFixedDelay(this::renewOrSay, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The lease that Redis has; empty before the first. */
  String id() {
    return id;
  }

  /** When other nodes could see this one first, in milliseconds of Redis' clock; 0 = not yet. */
  long since() {
    return since;
  }

  /** Completes when there is a lease; fails after some seconds without. */
  CompletionStage<Void> registered() {
    return first.copy().orTimeout(FIRST.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** This node first, then the others as the last renewal had them. */
  List<NodeInfo> nodes() {
    List<NodeInfo> nodes = new ArrayList<>();
    nodes.add(here());
    nodes.addAll(latest.others(node.uid()));
    return List.copyOf(nodes);
  }

  int size() {
    return 1 + latest.others(node.uid()).size();
  }

  /** Without its figures if they fail: these are no reason to lose the lease. */
  NodeInfo here() {
    try {
      return node.info(figures.get());
    } catch (RuntimeException failure) {
      untold.add(failure);
      return node.info(Payload.EMPTY);
    }
  }

  NodeId me() {
    return new NodeId(node.uid());
  }

  /** The leases; those of now if they are not fresh, or have not all of these nodes. */
  CompletionStage<Leases> covering(Set<String> uids) {
    Leases known = latest;
    boolean isFresh = time.nanos() - known.at() < FRESH.toNanos();
    return isFresh && uids.stream().allMatch(known::knows)
        ? CompletableFuture.completedStage(known)
        : renew();
  }

  /** Takes a new lease: what is stored under the last counts as lost. */
  synchronized void startOver() {
    number++;
    lastRenewal = 0;
  }

  /** Renews now, as after a reconnect. */
  void renewOrSay() {
    if (!isClosed) {
      renew().whenComplete((leases, failure) -> failures.add(failure));
    }
  }

  /** Ends the lease: the other nodes sweep what is left of this one at once. There is no other. */
  @Override
  public void close() {
    isClosed = true;
    try {
      if (!id.isEmpty()) {
        end(id).await(LAST.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException away) {
      LOG.log(Level.FINE, "The lease ends by itself", away);
    }
  }

  private RedisFuture<Long> end(String lease) {
    return link.commands().zadd(keys.leases(), 0, Replies.bytes(lease));
  }

  private CompletionStage<Leases> renew() {
    if (isClosed) {
      return isOver();
    }
    String candidate;
    long before;
    synchronized (this) {
      candidate = Lease.id(node.uid(), number);
      before = lastRenewal;
    }
    return Replies.named(
            "renewing the lease of this node",
            () ->
                RENEW.<List<Object>>call(
                    link,
                    List.of(keys.leases(), keys.nodes(), keys.state()),
                    Replies.bytes(candidate),
                    Replies.bytes(LENGTH.toMillis()),
                    Lease.json(here()),
                    Replies.bytes(before),
                    Replies.bytes(candidate.equals(id) ? 1 : 0)))
        .thenCompose(answer -> take(candidate, answer));
  }

  private static CompletionStage<Leases> isOver() {
    return CompletableFuture.failedStage(
        new BrokerException(
            BrokerException.Kind.UNAVAILABLE, "this node has ended its lease, and stops"));
  }

  private CompletionStage<Leases> take(String candidate, List<Object> answer) {
    boolean isLost = Replies.text(answer.get(0)).equals("lost");
    if (isClosed) {
      if (!isLost) { // a new one would count this node as alive until it ends by itself
        var unused = Replies.named("ending the lease of this node", () -> end(candidate));
      }
      return isOver();
    }
    if (isLost) {
      synchronized (this) {
        if (candidate.equals(Lease.id(node.uid(), number))) {
          LOG.info("Redis has lost or ended the lease of this node, which takes a new one");
          startOver();
        }
      }
      return renew();
    }
    List<Lease> all = new ArrayList<>();
    for (int i = 2; i + 2 < answer.size(); i += 3) {
      all.add(
          Lease.of(
              Replies.text(answer.get(i)),
              (byte[]) answer.get(i + 2),
              Replies.number(answer.get(i + 1))));
    }
    Leases leases = new Leases(all, time.nanos());
    if (isTaken(candidate, Replies.number(answer.get(1)))) {
      listeners.forEach(LeaseListener::registered);
      first.complete(null);
    }
    latest = leases;
    listeners.forEach(listener -> listener.renewed(leases));
    lookAgainAtTheNextEnd(leases);
    return CompletableFuture.completedStage(leases);
  }

  /** Returns whether the lease is a new one. */
  private synchronized boolean isTaken(String candidate, long renewal) {
    since = since == 0 ? renewal : since;
    if (!candidate.equals(Lease.id(node.uid(), number))) {
      return false;
    }
    lastRenewal = Math.max(lastRenewal, renewal);
    boolean isNew = !candidate.equals(id);
    id = candidate;
    return isNew;
  }

  private void lookAgainAtTheNextEnd(Leases leases) {
    long millis = leases.untilNextEnd(PERIOD.toMillis());
    if (millis < PERIOD.toMillis() && !isClosed) {
      link.later(this::renewOrSay, millis + 1);
    }
  }
}
