package io.heartwire.broker.redis;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the masters of a Redis Cluster deliver, each over a connection of its own, with a beat of
 * its own. When slots move, their names are subscribed to at the new master, and compared, as after
 * any loss. Safe for use by any thread; nothing blocks.
 */
final class ShardSubscriptions implements Subscriptions {
  private static final Logger LOG = Logger.getLogger(ShardSubscriptions.class.getName());
  private static final long LOOK_MILLIS = 250;

  private final ShardedRedis redis;
  private final RedisLink link;
  private final RedisKeys keys;
  private final Receiver receiver;
  private final Map<String, Shard> shards = new ConcurrentHashMap<>(); // by the master's id
  private final LongAdder renewalsBefore = new LongAdder(); // of shards that are gone
  private volatile @Nullable Future<?> looks;
  private volatile boolean isOutdated; // the topology, perhaps
  private volatile boolean closed;

  ShardSubscriptions(ShardedRedis redis, RedisLink link, RedisKeys keys, Receiver receiver) {
    this.redis = redis;
    this.link = link;
    this.keys = keys;
    this.receiver = receiver;
  }

  @Override
  public void open() {
    looks =
        link.threads()
            .scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void commandsAreReady() {
    arrange();
    shards.values().forEach(shard -> shard.isSilent = false);
    shards.values().forEach(shard -> shard.subscriptions.commandsAreReady());
  }

  @Override
  public long renewals() {
    return renewalsBefore.sum()
        + shards.values().stream().mapToLong(shard -> shard.subscriptions.renewals()).sum();
  }

  @Override
  public CompletionStage<@Nullable Void> subscribe(String name) {
    Shard shard = of(name);
    if (shard == null && link.isReady()) { // the masters are known by now
      arrange();
      shard = of(name);
    }
    return shard == null
        ? CompletableFuture.<@Nullable Void>completedStage(null)
        : shard.subscriptions.subscribe(name);
  }

  @Override
  public void makeGood(String name) {
    Shard shard = of(name);
    if (shard != null) {
      shard.subscriptions.makeGood(name);
    }
  }

  @Override
  public boolean isOpen(String name) {
    Shard shard = of(name);
    return shard != null && shard.subscriptions.isOpen(name);
  }

  @Override
  public CompletionStage<@Nullable Void> unsubscribe(String name) {
    Shard shard = of(name);
    return shard == null
        ? CompletableFuture.<@Nullable Void>completedStage(null)
        : shard.subscriptions.unsubscribe(name);
  }

  @Override
  public void close() {
    closed = true;
    Future<?> looking = looks;
    if (looking != null) {
      looking.cancel(false);
    }
    shards.values().forEach(shard -> shard.subscriptions.close());
  }

  private @Nullable Shard of(String name) {
    int slot = SlotHash.getSlot(name);
    for (Shard shard : shards.values()) {
      if (shard.master.hasSlot(slot)) {
        return shard;
      }
    }
    return null;
  }

  private void look() {
    try {
      if (!isOutdated) {
        arrange();
        return;
      }
      isOutdated = false;
      redis.refresh().whenComplete((done, failure) -> arrange());
    } catch (RuntimeException failed) {
      LOG.log(Level.FINE, "The topology is looked at again", failed);
    }
  }

  /** Makes the shards be those of the topology as it is known now. */
  private synchronized void arrange() {
    List<RedisClusterNode> masters = redis.masters();
    if (closed || masters.isEmpty()) {
      return;
    }
    Set<String> present = new HashSet<>();
    boolean isNew = false;
    for (RedisClusterNode master : masters) {
      present.add(master.getNodeId());
      Shard known = shards.get(master.getNodeId());
      if (known == null || !known.canServe(master)) {
        isNew = true;
        Shard shard = new Shard(master);
        end(shards.put(master.getNodeId(), shard));
        shard.subscriptions.open();
      } else if (!known.master.hasSameSlotsAs(master)) {
        RedisClusterNode before = known.master;
        known.master = master;
        known.subscriptions.subscribe(known.gained(before));
      }
    }
    for (String id : Set.copyOf(shards.keySet())) {
      if (!present.contains(id)) {
        end(shards.remove(id));
      }
    }
    if (isNew && link.isReady()) {
      for (Script script : OrderedScripts.ALL) {
        var unused = link.commands().scriptLoad(script.body());
      }
    }
  }

  private void end(@Nullable Shard shard) {
    if (shard != null) {
      renewalsBefore.add(shard.subscriptions.renewals() + 1);
      shard.subscriptions.end();
    }
  }

  /** One master, with its connection. */
  private final class Shard implements DeliveryRoute, Receiver {
    private static final int MOST_TRIES = 1_000_000;

    final RedisSubscriptions subscriptions;
    final String beat;
    volatile RedisClusterNode master;
    volatile boolean isSilent;
    private volatile String generation = "";

    Shard(RedisClusterNode master) {
      this.master = master;
      this.beat = keys.beat(tagOf(master));
      this.subscriptions = new RedisSubscriptions(link, this, this);
    }

    /** A hash tag that leads to this master. */
    private static String tagOf(RedisClusterNode master) {
      for (int i = 0; i < MOST_TRIES; i++) {
        String tag = "{" + i + "}";
        if (master.hasSlot(SlotHash.getSlot(tag))) {
          return tag;
        }
      }
      throw new IllegalStateException("no key leads to " + master);
    }

    boolean canServe(RedisClusterNode now) {
      return now.hasSlot(SlotHash.getSlot(beat))
          && now.getUri().getHost().equals(master.getUri().getHost())
          && now.getUri().getPort() == master.getUri().getPort();
    }

    // Its route

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> connect() {
      return redis.subscriber(master);
    }

    @Override
    public String beat() {
      return beat;
    }

    @Override
    public int batch() {
      return 1; // names of two slots can't be in one command
    }

    @Override
    public CompletionStage<Void> subscribe(
        StatefulRedisPubSubConnection<String, byte[]> connection, List<String> names) {
      return connection.async().ssubscribe(names.toArray(String[]::new));
    }

    @Override
    public CompletionStage<Void> unsubscribe(
        StatefulRedisPubSubConnection<String, byte[]> connection, String name) {
      return connection.async().sunsubscribe(name);
    }

    @Override
    public boolean answered(Beat answer) {
      isSilent = false;
      link.trouble(beat, answer.problem().isEmpty() ? "" : inWords(answer.problem()));
      String before = generation;
      generation = answer.generation();
      return before.isEmpty() || before.equals(answer.generation());
    }

    @Override
    public void silent() {
      isSilent = true;
      isOutdated = true;
      if (shards.values().stream().allMatch(shard -> shard.isSilent)) {
        link.renew("no master of the Redis Cluster answers");
      } else {
        link.trouble(beat, inWords("does not answer: publications to its channels fail"));
      }
    }

    @Override
    public void changed() {
      isOutdated = true;
    }

    private String inWords(String problem) {
      return "master %s:%d: %s"
          .formatted(master.getUri().getHost(), master.getUri().getPort(), problem);
    }

    // What it receives

    @Override
    public void message(String name, byte[] message) {
      receiver.message(name, message);
    }

    @Override
    public void subscribed(String name) {
      receiver.subscribed(name);
    }

    @Override
    public boolean wants(String name) {
      return receiver.wants(name);
    }

    @Override
    public Collection<String> names() {
      RedisClusterNode now = master;
      return names(now::hasSlot);
    }

    /** The names that have moved to this master. */
    Collection<String> gained(RedisClusterNode before) {
      RedisClusterNode now = master;
      return names(slot -> now.hasSlot(slot) && !before.hasSlot(slot));
    }

    private Collection<String> names(IntPredicate slots) {
      return receiver.names().stream().filter(name -> slots.test(SlotHash.getSlot(name))).toList();
    }
  }
}
