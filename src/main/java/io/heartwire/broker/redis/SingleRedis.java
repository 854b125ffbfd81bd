package io.heartwire.broker.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One Redis: a server by its address, or the master that Sentinels name at each connecting. */
final class SingleRedis implements RedisShape {
  private static final int BATCH = 512;

  private final RedisURI address;
  private final RedisClient client;
  private volatile @Nullable SentinelWatch watch;

  SingleRedis(RedisConfig config, ClientResources resources) {
    this.address = config.address().single();
    this.client = RedisClient.create(resources, address);
    client.setOptions(LettuceOptions.of(config, true));
  }

  @Override
  public CompletionStage<Commands> connect() {
    CompletionStage<StatefulRedisConnection<String, byte[]>> connecting =
        client.connectAsync(LettuceOptions.CODEC, address);
    return connecting.thenApply(Connection::new);
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> subscriber() {
    return client.connectPubSubAsync(LettuceOptions.CODEC, address);
  }

  @Override
  public Subscriptions subscriptions(
      RedisLink link, RedisKeys keys, Subscriptions.Receiver receiver) {
    if (!address.getSentinels().isEmpty()) {
      SentinelWatch made = new SentinelWatch(client, address, link);
      watch = made;
      made.start();
    }
    return new RedisSubscriptions(link, receiver, new Route(link, keys));
  }

  @Override
  public String serverOf(String key) {
    return "Redis";
  }

  @Override
  public CompletionStage<StatefulRedisConnection<String, byte[]>> apart(String server) {
    return client.connectAsync(LettuceOptions.CODEC, address);
  }

  @Override
  public boolean hasOneClock() {
    return true;
  }

  @Override
  public String publishing() {
    return "PUBLISH";
  }

  @Override
  public void close() {
    SentinelWatch watching = watch;
    if (watching != null) {
      watching.stop();
    }
    client.shutdown(LettuceOptions.QUIET, LettuceOptions.PATIENCE);
  }

  /** The connection of all commands, whose client connects again by itself. */
  private static final class Connection implements Commands {
    private final StatefulRedisConnection<String, byte[]> connection;

    Connection(StatefulRedisConnection<String, byte[]> connection) {
      this.connection = connection;
    }

    @Override
    public RedisClusterAsyncCommands<String, byte[]> redis() {
      return connection.async();
    }

    @Override
    public CompletionStage<String> prepare() {
      RedisAsyncCommands<String, byte[]> redis = connection.async();
      for (Script script : OrderedScripts.ALL) {
        var unused = redis.scriptLoad(script.body());
      }
      return redis
          .info("server")
          .thenCombine(
              redis.info("replication"),
              (server, replication) -> {
                if (!Replication.isMaster(replication)) {
                  throw new IllegalStateException(
                      "Redis is a read-only replica: give the address of its master, or those of"
                          + " its Sentinels");
                }
                return Replication.generation(server, replication);
              });
    }

    @Override
    public void whenChanged(Runnable again, Runnable lost) {
      connection.addListener(new ConnectionChanges(again, lost));
    }

    @Override
    public CompletionStage<Long> publish(String name, byte[] message) {
      return connection.async().publish(name, message);
    }

    @Override
    public CompletionStage<Map<String, Long>> subscribers(String pattern) {
      RedisAsyncCommands<String, byte[]> redis = connection.async();
      return redis
          .pubsubChannels(pattern)
          .thenCompose(
              names ->
                  names.isEmpty()
                      ? CompletableFuture.completedStage(Map.of())
                      : redis.pubsubNumsub(names.toArray(String[]::new)));
    }

    @Override
    public void close() {
      var unused = connection.closeAsync();
    }
  }

  /** Deliveries by PUBLISH, on a connection that connects again by itself. */
  private final class Route implements DeliveryRoute {
    private final RedisLink link;
    private final String beat;

    Route(RedisLink link, RedisKeys keys) {
      this.link = link;
      this.beat = keys.beat("");
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> connect() {
      return subscriber();
    }

    @Override
    public String beat() {
      return beat;
    }

    @Override
    public int batch() {
      return BATCH;
    }

    @Override
    public CompletionStage<Void> subscribe(
        StatefulRedisPubSubConnection<String, byte[]> connection, List<String> names) {
      return connection.async().subscribe(names.toArray(String[]::new));
    }

    @Override
    public CompletionStage<Void> unsubscribe(
        StatefulRedisPubSubConnection<String, byte[]> connection, String name) {
      return connection.async().unsubscribe(name);
    }

    @Override
    public boolean answered(Beat answer) {
      if (!answer.isMaster()) {
        link.renew("Redis became a read-only replica");
        return false;
      }
      if (!link.generation().endsWith(answer.generation())) {
        link.renew("Redis became the master of another history");
        return false;
      }
      link.trouble(beat, answer.problem());
      return true;
    }

    @Override
    public void silent() {
      link.renew("Redis does not answer");
    }

    @Override
    public void changed() {} // the command connection, which is lost too, says it
  }
}
