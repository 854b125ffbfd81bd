package io.heartwire.broker.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * How the client library reaches one shape of Redis: {@link SingleRedis} is one server, by address
 * or as its Sentinels name it; {@link ShardedRedis} is a Redis Cluster.
 *
 * <p>Safe for use by any thread. Only {@link #close} blocks, for a few seconds at most.
 */
interface RedisShape extends AutoCloseable {

  /** A connection for commands. It connects again by itself, or is replaced by its user. */
  interface Commands {

    RedisClusterAsyncCommands<String, byte[]> redis();

    /**
     * Makes Redis know the scripts, and finds out whether it takes writes.
     *
     * @return the generation of Redis, or empty where scripts find it out themselves; fails where
     *     nothing can be written
     */
    CompletionStage<String> prepare();

    /** Calls these when the connection is lost, and when it is there again, unprepared. */
    void whenChanged(Runnable again, Runnable lost);

    /** Sends to whoever is subscribed to the name. */
    CompletionStage<Long> publish(String name, byte[] message);

    /** How many nodes are subscribed to each name of the pattern. */
    CompletionStage<Map<String, Long>> subscribers(String pattern);

    void close();
  }

  /** That of the configured address. */
  static RedisShape of(RedisConfig config, ClientResources resources) {
    return config.address().isCluster()
        ? new ShardedRedis(config, resources)
        : new SingleRedis(config, resources);
  }

  CompletionStage<? extends Commands> connect();

  /** A connection for news for all nodes, which connects again by itself. */
  CompletionStage<? extends StatefulRedisPubSubConnection<String, byte[]>> subscriber();

  /** What delivers the publications of channels. */
  Subscriptions subscriptions(RedisLink link, RedisKeys keys, Subscriptions.Receiver receiver);

  /** Says which server has this key; empty if it is not known. */
  String serverOf(String key);

  /** A connection to this server for someone who blocks it. It does not connect again. */
  CompletionStage<StatefulRedisConnection<String, byte[]>> apart(String server);

  /** Whether all that is said of time comes from one clock. */
  boolean hasOneClock();

  /** The command by which a publication is sent. */
  String publishing();

  @Override
  void close();
}
