package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.PublishExtras;
import io.heartwire.channel.TestUpkeep;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Clients;
import io.heartwire.hub.OperatorTokens;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.protocol.ProtocolFixture;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import io.heartwire.time.PeriodicTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;

/**
 * Clients that speak the protocol over the real pool, channels and broker in memory.
 *
 * <p>Namespaces: {@code chat} with presence, joins and leaves; {@code feed} with history; {@code
 * delta} with history and deltas; {@code plain} with nothing but permission; {@code closed} without
 * even that. A user has ten connections at the most.
 */
abstract class DialogueFixture extends ProtocolFixture<DialogueFixture.World> {
  static final int MOST_PER_USER = 10;
  private static final Map<String, String> SETTINGS = new HashMap<>();

  static {
    SETTINGS.put("heartwire.channel.namespaces", "chat,feed,delta,plain,closed");
    for (String open : List.of("chat", "feed", "delta", "plain")) {
      SETTINGS.put("heartwire.channel." + open + ".allow-subscribe", "true");
      SETTINGS.put("heartwire.channel." + open + ".allow-publish", "true");
      SETTINGS.put("heartwire.channel." + open + ".allow-presence", "true");
      SETTINGS.put("heartwire.channel." + open + ".allow-history", "true");
    }
    for (String kept : List.of("feed", "delta")) {
      SETTINGS.put("heartwire.channel." + kept + ".history-size", "10");
      SETTINGS.put("heartwire.channel." + kept + ".history-ttl", "10m");
    }
    SETTINGS.put("heartwire.pool.max-connections-per-user", String.valueOf(MOST_PER_USER));
    SETTINGS.put("heartwire.tenant.tight.max-connections", "1");
    SETTINGS.put("heartwire.channel.delta.delta", "fossil");
    SETTINGS.put("heartwire.channel.chat.presence", "true");
    SETTINGS.put("heartwire.channel.chat.join-leave", "true");
  }

  final Map<String, RpcHandler> methods = new ConcurrentHashMap<>();
  final ScriptedBroker broker = new ScriptedBroker();
  final LogCapture hookLog = new LogCapture(Hooks.class);
  OperatorTokens operators = OperatorTokens.NONE;

  /** All that clients share. */
  record World(
      TestChannels kit,
      Clients clients,
      PeriodicTask upkeep,
      Heartbeat heartbeat,
      CentrifugeServices services)
      implements ProtocolFixture.World {}

  DialogueFixture() {
    super(SETTINGS);
  }

  @AfterEach
  void closeHookLog() {
    hookLog.close();
  }

  @Override
  protected void checkNothingIsLeft(World world) {
    assertThat(kit().memory.figures().presence()).as("presence at the end").isZero();
  }

  final TestChannels kit() {
    return world().kit();
  }

  final Clients clients() {
    return world().clients();
  }

  /** An anonymous client that has not connected yet. */
  final FakeClient client() {
    return client("");
  }

  /** A client whom the container knows, which has not connected yet. */
  final FakeClient client(String user) {
    return new FakeClient(
        pool.registry.admit(TestPool.peer(user), () -> {}).orElseThrow(),
        false,
        world().services());
  }

  final FakeClient protobufClient() {
    return new FakeClient(pool.admit(), true, world().services());
  }

  final void publish(String channel, String json) {
    publish(channel, Payload.json(json.replace('\'', '"')), Map.of());
  }

  final void publish(String channel, Payload data, Map<String, String> tags) {
    kit()
        .channels
        .publish(
            new ChannelName(channel), new PublicationDraft(data, null, tags), PublishExtras.NONE)
        .toCompletableFuture()
        .join();
  }

  /** Second by second, as the server's schedule does. */
  final void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      pool.time.advance(Duration.ofSeconds(1));
      world().upkeep().tick(pool.time.nanos());
      kit().stays.tick(pool.time.nanos());
      world().heartbeat().sweep();
    }
  }

  @Override
  protected World make() {
    TestChannels kit = new TestChannels(pool, broker);
    kit.operators = operators;
    Clients clients = new Clients(pool.registry, kit.stays);
    Tokens tokens = tokens(kit);
    CentrifugeServices services =
        new CentrifugeServices(
            kit.channels,
            kit.clientChannels,
            kit.rules,
            kit.authentication(tokens, connectHooks),
            tokens,
            clients,
            kit.stays,
            new RpcHandlers(methods, kit.hooks),
            new Node(new NodeConfig("test"), pool.time),
            kit.events,
            new ClientConfig(pool.settings),
            new CentrifugeConfig(pool.settings, new ClientConfig(pool.settings)),
            timed.by(pool.time),
            new ConnectionErrors(pool.time));
    assertThat(pool.settings.problems()).isEmpty();
    return new World(kit, clients, TestUpkeep.of(kit, pool), pool.heartbeat(), services);
  }
}
