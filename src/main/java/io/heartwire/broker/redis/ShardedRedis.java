package io.heartwire.broker.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A Redis Cluster of version 7 or newer. The client sends each command to the master that has its
 * key, and follows changes of the topology; deliveries come by sharded publish and subscribe, over
 * a connection for each master. Generations are found out by the scripts, on the master that runs
 * them: this node may not know yet that it is another one.
 */
final class ShardedRedis implements RedisShape {
  private static final Logger LOG = Logger.getLogger(ShardedRedis.class.getName());

  private final RedisClusterClient client;

  /** Connections to one of them each; a command for each channel may wait for its answer. */
  private final RedisClient masters;

  private final RedisURI access; // says how all of them are reached

  private volatile boolean isKnown; // the topology

  ShardedRedis(RedisConfig config, ClientResources resources) {
    access = config.address().uris().get(0);
    client = RedisClusterClient.create(resources, config.address().uris());
    client.setOptions(LettuceOptions.ofCluster(config));
    masters = RedisClient.create(resources);
    masters.setOptions(
        LettuceOptions.of(config, false).mutate().requestQueueSize(Integer.MAX_VALUE).build());
  }

  @Override
  public CompletionStage<Commands> connect() {
    return topology()
        .thenCompose(
            done -> {
              isKnown = true;
              CompletionStage<StatefulRedisClusterConnection<String, byte[]>> connecting =
                  client.connectAsync(LettuceOptions.CODEC);
              return connecting;
            })
        .thenApply(Connection::new);
  }

  private CompletionStage<?> topology() {
    return isKnown ? refresh() : client.refreshPartitionsAsync();
  }

  /** Asks for the topology, which the commands follow; never fails. */
  CompletionStage<Boolean> refresh() {
    return client
        .refreshPartitionsAsync()
        .handle(
            (done, failure) -> {
              if (failure != null) {
                LOG.log(Level.FINE, "The topology is not to be had", failure);
              }
              return failure == null;
            });
  }

  /** The masters that have slots, as known now. */
  List<RedisClusterNode> masters() {
    List<RedisClusterNode> found = new ArrayList<>();
    if (isKnown) {
      for (RedisClusterNode node : List.copyOf(client.getPartitions().getPartitions())) {
        if (!node.hasNoSlots() && (node.is(NodeFlag.MASTER) || node.is(NodeFlag.UPSTREAM))) {
          found.add(node);
        }
      }
    }
    return found;
  }

  /** A connection for deliveries to this master. It does not connect again. */
  CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> subscriber(
      RedisClusterNode master) {
    return masters.connectPubSubAsync(LettuceOptions.CODEC, uri(master));
  }

  /** The topology has an address without TLS and user. */
  private RedisURI uri(RedisClusterNode master) {
    return RedisURI.builder(access)
        .withHost(master.getUri().getHost())
        .withPort(master.getUri().getPort())
        .build();
  }

  @Override
  public CompletionStage<? extends StatefulRedisPubSubConnection<String, byte[]>> subscriber() {
    return client.connectPubSubAsync(LettuceOptions.CODEC);
  }

  @Override
  public Subscriptions subscriptions(
      RedisLink link, RedisKeys keys, Subscriptions.Receiver receiver) {
    return new ShardSubscriptions(this, link, keys, receiver);
  }

  @Override
  public String serverOf(String key) {
    Partitions known = isKnown ? client.getPartitions() : new Partitions();
    RedisClusterNode master = known.getMasterBySlot(SlotHash.getSlot(key));
    return master == null ? "" : master.getNodeId();
  }

  @Override
  public CompletionStage<StatefulRedisConnection<String, byte[]>> apart(String server) {
    for (RedisClusterNode master : masters()) {
      if (master.getNodeId().equals(server)) {
        return masters.connectAsync(LettuceOptions.CODEC, uri(master));
      }
    }
    return CompletableFuture.failedStage(
        new IllegalStateException("the master of this channel is not known"));
  }

  @Override
  public boolean hasOneClock() {
    return false;
  }

  @Override
  public String publishing() {
    return "SPUBLISH";
  }

  @Override
  public void close() {
    CompletableFuture<Void> other =
        masters.shutdownAsync(0, LettuceOptions.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    client.shutdown(LettuceOptions.QUIET, LettuceOptions.PATIENCE);
    other.join();
  }

  /** The connections of all commands, to each master one. */
  private final class Connection implements Commands {
    private final StatefulRedisClusterConnection<String, byte[]> connection;

    Connection(StatefulRedisClusterConnection<String, byte[]> connection) {
      this.connection = connection;
    }

    @Override
    public RedisClusterAsyncCommands<String, byte[]> redis() {
      return connection.async();
    }

    /** Connects to all masters, so that no command waits for it; one that answers will do. */
    @Override
    public CompletionStage<String> prepare() {
      AtomicInteger answered = new AtomicInteger();
      AtomicReference<Throwable> last =
          new AtomicReference<>(new IllegalStateException("the Redis Cluster has no masters"));
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (RedisClusterNode master : masters()) {
        all.add(
            to(master)
                .thenCompose(made -> made.async().scriptLoad(StreamScripts.PUBLISH.body()))
                .<@Nullable Void>handle(
                    (digest, failure) -> {
                      if (failure == null) {
                        answered.incrementAndGet();
                      } else {
                        last.set(failure);
                      }
                      return null;
                    }));
      }
      for (Script script : OrderedScripts.ALL) {
        var unused = connection.async().scriptLoad(script.body());
      }
      return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .thenCompose(
              done ->
                  answered.get() > 0
                      ? CompletableFuture.completedFuture("")
                      : CompletableFuture.failedFuture(last.get()));
    }

    /** The one that commands for keys use: the client knows it by host and port. */
    private CompletableFuture<StatefulRedisConnection<String, byte[]>> to(RedisClusterNode master) {
      return connection.getConnectionAsync(master.getUri().getHost(), master.getUri().getPort());
    }

    @Override
    public void whenChanged(Runnable again, Runnable lost) {} // the deliveries' beats tell

    @Override
    public CompletionStage<Long> publish(String name, byte[] message) {
      return connection.async().spublish(name, message);
    }

    @Override
    public CompletionStage<Map<String, Long>> subscribers(String pattern) {
      CompletionStage<Map<String, Long>> all = CompletableFuture.completedStage(new HashMap<>());
      for (RedisClusterNode master : masters()) {
        all =
            all.thenCombine(
                to(master).thenCompose(made -> subscribers(made, pattern)),
                (sum, counts) -> {
                  sum.putAll(counts);
                  return sum;
                });
      }
      return all;
    }

    private static CompletionStage<Map<String, Long>> subscribers(
        StatefulRedisConnection<String, byte[]> master, String pattern) {
      return master
          .async()
          .pubsubShardChannels(pattern)
          .thenCompose(
              names ->
                  names.isEmpty()
                      ? CompletableFuture.completedStage(Map.of())
                      : master.async().pubsubShardNumsub(names.toArray(String[]::new)));
    }

    @Override
    public void close() {
      var unused = connection.closeAsync();
    }
  }
}
