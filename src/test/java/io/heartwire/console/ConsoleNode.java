package io.heartwire.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heartwire.admission.Refusals;
import io.heartwire.admission.WrongKeys;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.Payload;
import io.heartwire.broker.memory.MemoryQueueConfig;
import io.heartwire.broker.memory.MemoryQueueStore;
import io.heartwire.channel.ChannelInspection;
import io.heartwire.config.EffectiveSettings;
import io.heartwire.connection.Connection;
import io.heartwire.drain.TestDrain;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.http.JsonAnswer;
import io.heartwire.hub.Clients;
import io.heartwire.hub.Distribution;
import io.heartwire.hub.KeyedVerifier;
import io.heartwire.hub.Nodes;
import io.heartwire.hub.TimingFigures;
import io.heartwire.hub.Tokens;
import io.heartwire.queue.QueueConfig;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.Queues;
import io.heartwire.testkit.FixedTransport;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import io.heartwire.token.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One node with its console, from the bytes of a request to those of its answer. */
final class ConsoleNode {
  static final String KEY = "correct horse battery";
  static final String ADDRESS = "192.0.2.1";
  private static final ObjectMapper JSON = new ObjectMapper();

  final TestPool pool;
  final TestChannels channels;
  final Clients clients;
  final Node node;
  final TestDrain drain;
  final Queues queues;
  final Sessions sessions;
  final ConsoleExchange exchange;
  final Heartbeat heartbeat;
  final Problems problems;
  final QueueProblems queueProblems;
  final TestKeys issuer;
  final Overview overview;
  final Feed feed;

  /** The methods of the server API that were called, with their bodies. */
  final List<String> commands = new ArrayList<>();

  /** What they answer. */
  String commandResult = "{}";

  final List<ConsoleMethods> groups;

  ConsoleNode(TestPool pool) {
    this(pool, new TestCluster(), "left", Optional.empty());
  }

  /**
   * One of several nodes.
   *
   * @param keys verify tokens; empty = none do
   */
  ConsoleNode(TestPool pool, TestCluster nodes, String name, Optional<KeyedVerifier> keys) {
    this.pool = pool;
    this.channels = new TestChannels(pool);
    this.clients = new Clients(pool.registry, channels.stays);
    this.node = new Node(new NodeConfig(name), pool.time);
    this.drain = new TestDrain(pool);
    QueueRules queueRules = new QueueRules(new QueueConfig(pool.settings));
    this.queues =
        new Queues(
            queueRules,
            new MemoryQueueStore(pool.time, new MemoryQueueConfig(1 << 20, 2000, 100)),
            node.uid(),
            Runnable::run,
            pool.time);
    this.issuer = new TestKeys(pool.settings, pool.time);
    this.queueProblems = new QueueProblems(queues, queueRules);
    this.sessions =
        new Sessions(
            () -> new ConsoleConfig(pool.settings), channels.rules, channels.revoked, pool.time);
    channels.operators = sessions;
    Cluster cluster = nodes.join(node);
    Refusals refusals = new Refusals(pool.time);
    this.heartbeat = pool.heartbeat();
    TestEngine engine = new TestEngine(channels.memory);
    FiguresJson figures =
        new FiguresJson(
            pool.registry,
            pool.outboxes,
            channels.channels,
            refusals,
            heartbeat,
            new Timings(),
            drain.drain(),
            node);
    WrongKeys wrongKeys = new WrongKeys(pool.time);
    this.problems =
        new Problems(
            new EngineProblems(engine, channels.channels, queues),
            new NodeProblems(heartbeat, drain.drain(), channels.rules),
            new ClientProblems(
                pool.registry, pool.outboxes, new FixedTransport(0, 0), refusals, wrongKeys),
            new ApplicationProblems(
                channels.hooks, channels.events, pool.registry, channels.revoked, issuer.keys()),
            queueProblems,
            pool.time);
    ChannelInspection inspected = new ChannelInspection(channels.channels);
    ConnectionJson json = new ConnectionJson(clients, channels.stays, pool.time, node);
    NodeConsole inspection =
        new NodeConsole(
            List.of(
                new ConnectionsQuestion(pool.registry, json, pool.time, node),
                new ConnectionQuestion(pool.registry, json, inspected),
                new DisconnectQuestion(pool.registry),
                new ChannelsQuestion(inspected, node),
                new ChannelQuestion(inspected),
                new SubscribersQuestion(inspected, pool.registry, node),
                new DrainQuestion(drain.drain()),
                new QueueQuestion(queues)),
            new NodeReport(figures, problems, pool.time),
            Runnable::run,
            pool.time,
            node);
    cluster.start(new NodeListener(inspection));
    this.overview = new Overview(new Nodes(cluster, pool.time), engine, pool.time);
    this.feed = new Feed(inspected, overview);
    NodeAsking asking = new NodeAsking(cluster, inspection);
    ApiMethods api = new ApiMethods(this::command);
    QueueCensus census = new QueueCensus(queues, pool.time);
    this.groups =
        List.of(
            new ViewMethods(overview, asking, api),
            new ConsoleChannelMethods(asking, channels.channels, channels.rules, api),
            new ConsoleNodeMethods(asking, api),
            new ConsoleQueueMethods(asking, queues, queueRules, census),
            new QueueActions(queues, census),
            new SettingsMethods(
                new EffectiveSettings(pool.settings, new PoolConfig(pool)),
                List::of,
                Runnable::run));
    AuditLog audit = new AuditLog(pool.time);
    Tokens tokens = new Tokens(Optional.empty(), keys, channels.revoked, channels.hooks, pool.time);
    SignIn signIn =
        new SignIn(
            () -> new ConsoleConfig(pool.settings),
            tokens,
            channels.rules,
            sessions,
            wrongKeys,
            audit,
            pool.time);
    this.exchange = new ConsoleExchange(groups, signIn, sessions, audit, pool.time);
    assertThat(pool.settings.problems()).isEmpty();
  }

  /** Every method that there is. */
  List<ConsoleMethod> methods() {
    return groups.stream().flatMap(group -> group.methods().stream()).toList();
  }

  /** A live connection of the user. */
  Connection connect(String user) {
    Connection connection = pool.live(new ScriptedTransport());
    if (!user.isEmpty()) {
      assertThat(connection.identify(user)).isTrue();
    }
    return connection;
  }

  /** Returns the token of an operator. */
  String signIn() {
    return ok(null, "sign-in", "{'key':'" + KEY + "'}").get("token").asText();
  }

  JsonAnswer call(@Nullable String token, String name, String body) {
    CompletableFuture<JsonAnswer> answer =
        exchange
            .run(
                name,
                new ConsoleExchange.Caller(token, ADDRESS),
                body.replace('\'', '"').getBytes(UTF_8))
            .toCompletableFuture();
    assertThat(answer).isCompleted();
    return answer.join();
  }

  JsonNode ok(@Nullable String token, String name, String body) {
    JsonAnswer answer = call(token, name, body);
    assertThat(answer.status()).as(text(answer)).isEqualTo(200);
    return json(answer.json()).get("result");
  }

  static String text(JsonAnswer answer) {
    return new String(answer.json(), UTF_8);
  }

  static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private CompletionStage<Payload> command(String method, byte[] body) {
    commands.add(method + ' ' + new String(body, UTF_8));
    return CompletableFuture.completedStage(Payload.json(commandResult));
  }

  private static final class Timings implements TimingFigures {
    @Override
    public Distribution roundTrips() {
      return new Distribution(new double[] {.001, .0025}, new long[] {3, 2, 1});
    }

    @Override
    public Distribution written() {
      return Distribution.NONE;
    }
  }
}
