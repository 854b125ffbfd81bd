package io.heartwire.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Real gateways on one real Redis. Channels of {@code news} have history and presence, those of
 * {@code plain} nothing but subscribers; queues of {@code work} are open to all. Used by one
 * thread.
 */
final class ClusterNodes implements AutoCloseable {
  /** The most clients a second that a drain or a rebalance lets come to other nodes. */
  static final int RATE = 200;

  private static final String KEY = "a key for tests";
  private static final String SECRET = "a secret of 32 bytes at the least";

  private final RedisServer redis = RedisServer.start("--appendonly", "yes");
  private final List<GatewayServer> nodes = new ArrayList<>();

  /** Starts nodes of these names at the same time, besides those that are there. */
  void start(String... names) {
    start(Stream.of(names).map(this::environment).toList());
  }

  /** Starts nodes with these environments at the same time, besides those that are there. */
  void start(List<Map<String, String>> environments) {
    nodes.addAll(GatewayServer.startAll(environments));
    for (GatewayServer node : nodes) {
      await().until(() -> node.metric("heartwire_engine_up") == 1);
      await().until(() -> node.metric("heartwire_nodes") == nodes.size());
    }
  }

  /** What a node of this name is started with; open to changes. */
  Map<String, String> environment(String name) {
    Map<String, String> env =
        Environment.of(
            """
            HEARTWIRE_BROKER=redis
            HEARTWIRE_DRAIN_ON_STOP=true
            HEARTWIRE_DRAIN_DELAY=2s
            HEARTWIRE_POOL_MAX_CONNECTIONS_PER_USER=2
            HEARTWIRE_QUEUE_NAMESPACES=work
            HEARTWIRE_QUEUE_WORK_ALLOW_SEND=true
            HEARTWIRE_QUEUE_WORK_ALLOW_CONSUME=true
            HEARTWIRE_CHANNEL_NAMESPACES=news,plain
            HEARTWIRE_CHANNEL_PLAIN_ALLOW_SUBSCRIBE=true
            HEARTWIRE_CHANNEL_NEWS_ALLOW_PUBLISH=true
            HEARTWIRE_CHANNEL_NEWS_ALLOW_SUBSCRIBE=true
            HEARTWIRE_CHANNEL_NEWS_PRESENCE=true
            HEARTWIRE_CHANNEL_NEWS_HISTORY_SIZE=1000
            HEARTWIRE_CHANNEL_NEWS_HISTORY_TTL=10m
            HEARTWIRE_CHANNEL_NEWS_FORCE_RECOVERY=true
            """);
    env.put("HEARTWIRE_BROKER_REDIS_ADDRESS", redis.address());
    env.put("HEARTWIRE_DRAIN_RATE", Integer.toString(RATE));
    env.put("HEARTWIRE_API_KEY", KEY);
    env.put("HEARTWIRE_TOKEN_HMAC_SECRET", SECRET);
    env.put("HEARTWIRE_NODE_NAME", name);
    return env;
  }

  RedisServer redis() {
    return redis;
  }

  List<GatewayServer> all() {
    return nodes;
  }

  /** The nodes are numbered from 0, in the order of their start. */
  GatewayServer node(int number) {
    return nodes.get(number);
  }

  /** A back end of that node. */
  ApiClient api(int number) {
    return new ApiClient(node(number), KEY);
  }

  /** A back end of each node. */
  List<ApiClient> apis() {
    return nodes.stream().map(node -> new ApiClient(node, KEY)).toList();
  }

  /** A token with these claims, which all nodes accept. */
  static String token(String claims) {
    return Issuer.hmac(SECRET).token(claims);
  }

  /** Connects a client of the Centrifuge protocol with a token. */
  JsonClient connect(int number, String token) {
    JsonClient client = JsonClient.open(node(number).ws("/connection/websocket"));
    assertThat(client.ask("connect", "{\"token\":\"" + token + "\"}")).contains("\"client\":");
    return client;
  }

  @Override
  public void close() {
    nodes.forEach(GatewayServer::close);
    redis.close();
  }
}
