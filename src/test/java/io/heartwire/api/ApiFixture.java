package io.heartwire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Broker;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Control;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.Payload;
import io.heartwire.broker.memory.MemoryBroker;
import io.heartwire.broker.memory.MemoryQueueConfig;
import io.heartwire.broker.memory.MemoryQueueStore;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.Connection;
import io.heartwire.drain.DrainConfig;
import io.heartwire.drain.TestDrain;
import io.heartwire.hub.Clients;
import io.heartwire.hub.NodeInspection;
import io.heartwire.hub.Nodes;
import io.heartwire.hub.OperationRunner;
import io.heartwire.hub.Operations;
import io.heartwire.hub.Revocations;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.queue.QueueConfig;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.Queues;
import io.heartwire.queue.UnreliableStore;
import io.heartwire.testkit.RecordedCommands;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The server API over the real channels, from the bytes of a request to those of its answer. */
final class ApiFixture {
  /** A namespace with everything, and a small limit. */
  static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("heartwire.channel.namespaces", "full"),
          Map.entry("heartwire.channel.full.history-size", "10"),
          Map.entry("heartwire.channel.full.history-ttl", "1h"),
          Map.entry("heartwire.channel.full.presence", "true"),
          Map.entry("heartwire.channel.full.join-leave", "true"),
          Map.entry("heartwire.queue.namespaces", "orders"),
          Map.entry("heartwire.queue.orders.max-messages", "3"),
          Map.entry("heartwire.token.max-revocations", "2"),
          Map.entry("heartwire.api.max-batch", "3"),
          Map.entry("heartwire.api.max-body-bytes", "2048"));

  final TestPool pool;
  final TestChannels channels;
  final Clients clients;
  final ApiFailures failures;
  final TestDrain departures;
  final RecordedCommands timed = new RecordedCommands();
  final Map<String, RpcHandler> handlers = new HashMap<>();
  final Node node;
  final Operations operations;
  final QueueRules queueRules;
  final Queues queues;

  /** Whether the store of queues can be reached. */
  boolean queuesAreAway;

  private final Cluster cluster;
  private final DrainCommands drains;
  private final NodeCommands commands;

  /** The trace of all requests. */
  @Nullable String trace;

  ApiFixture(TestPool pool) {
    this(pool, broker -> broker);
  }

  ApiFixture(TestPool pool, Function<MemoryBroker, Broker> wrap) {
    this(pool, wrap, new TestCluster(), "left");
  }

  /** One of several nodes. */
  ApiFixture(TestPool pool, TestCluster nodes, String name) {
    this(pool, broker -> broker, nodes, name);
  }

  private ApiFixture(
      TestPool pool, Function<MemoryBroker, Broker> wrap, TestCluster nodes, String name) {
    this.pool = pool;
    this.channels = new TestChannels(pool, wrap);
    this.clients = new Clients(pool.registry, channels.stays);
    this.failures = new ApiFailures(pool.time);
    this.departures = new TestDrain(pool);
    this.drains = new DrainCommands(departures.drain(), () -> new DrainConfig(pool.settings));
    this.node = new Node(new NodeConfig(name), pool.time);
    this.queueRules = new QueueRules(new QueueConfig(pool.settings));
    this.queues =
        new Queues(
            queueRules,
            UnreliableStore.over(
                new MemoryQueueStore(pool.time, new MemoryQueueConfig(pool.settings)),
                method ->
                    queuesAreAway ? UnreliableStore.Fault.NOT_REACHED : UnreliableStore.Fault.NONE),
            node.uid(),
            Runnable::run,
            pool.time);
    this.cluster = nodes.join(node);
    this.operations = new Operations(cluster, pool.time);
    OperationRunner runner =
        new OperationRunner(clients, new Revocations(channels.revoked, channels.stays), pool.time);
    this.commands =
        new NodeCommands(
            runner, drains, failures, channels.channels, pool.registry, node, NodeInspection.NONE);
    cluster.start(commands);
  }

  /** The client of a new connection of the user. */
  FakeClient connect(String user) {
    ScriptedTransport wire = new ScriptedTransport();
    Connection connection = pool.live(wire);
    connection.identify(user);
    FakeClient client = new FakeClient(user, connection, wire);
    clients.add(connection.id(), client);
    return client;
  }

  /** Subscribes a new connection of the user. */
  void subscribe(String user, String channel) {
    Connection connection = pool.live(new ScriptedTransport());
    connection.identify(user);
    channels
        .channels
        .subscribe(
            new ChannelName(channel),
            new ApiSubscriber(connection),
            SubscribeRequest.PLAIN,
            SubscribeGrant.PLAIN)
        .toCompletableFuture()
        .join();
  }

  CompletableFuture<ApiExchange.Outcome> start(String method, byte[] body) {
    return exchange().run(method, new ByteArrayInputStream(body), trace).toCompletableFuture();
  }

  /** What the node does when another has sent this. */
  CompletableFuture<Payload> control(Control command) {
    return commands.control(new NodeId("other"), command).toCompletableFuture();
  }

  /** The answer to a request without a body. */
  ApiExchange.Outcome look(String name) {
    return exchange().look(name).toCompletableFuture().join();
  }

  private ApiExchange exchange() {
    Nodes nodes = new Nodes(cluster, pool.time);
    ApiCommands commands =
        new ApiCommands(
            new PublishCommands(channels.channels, failures),
            new ClientCommands(operations, channels.rules, pool.time),
            new TokenCommands(operations, pool.time),
            new InfoCommands(channels.channels, nodes, cluster, node),
            new NodeDrains(drains, nodes, cluster),
            new QueueCommands(queues, queueRules),
            new RpcHandlers(handlers, channels.hooks),
            failures,
            timed.by(pool.time));
    return new ApiExchange(() -> new ApiConfig(pool.settings), commands);
  }

  ApiExchange.Outcome run(String method, String body) {
    CompletableFuture<ApiExchange.Outcome> outcome = start(method, body.getBytes(UTF_8));
    assertThat(outcome).isCompleted();
    return outcome.join();
  }

  /** The answer to a request that was understood. */
  String ok(String method, String body) {
    ApiExchange.Outcome outcome = run(method, body);
    assertThat(outcome.status()).as(text(outcome)).isEqualTo(200);
    return text(outcome);
  }

  /** The answer to one that was not. */
  String refused(int status, String method, String body) {
    ApiExchange.Outcome outcome = run(method, body);
    assertThat(outcome.status()).as(text(outcome)).isEqualTo(status);
    return text(outcome);
  }

  static String text(ApiExchange.Outcome outcome) {
    return new String(outcome.json(), UTF_8);
  }

  static String error(int code, String message) {
    return "{\"error\":{\"code\":%d,\"message\":\"%s\"}}".formatted(code, message);
  }
}
