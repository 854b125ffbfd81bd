package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ClientSubscribed;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.channel.PublishExtras;
import io.heartwire.channel.TestUpkeep;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.heartbeat.HeartbeatPolicy;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ClientDisconnected;
import io.heartwire.hub.Clients;
import io.heartwire.hub.ConnectHook;
import io.heartwire.hub.Node;
import io.heartwire.hub.NodeConfig;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.hub.TokenPolicy;
import io.heartwire.hub.TokenVerifier;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.Troubles;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import io.heartwire.time.Chore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that speak the protocol over the real pool, channels and broker in memory.
 *
 * <p>Namespaces: {@code chat} with presence, joins and leaves; {@code feed} with history; {@code
 * delta} with history and deltas; {@code plain} with nothing but permission; {@code closed} without
 * even that. A user has ten connections at the most. What a test sets, it sets before its first
 * client.
 */
abstract class DialogueFixture {
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
    SETTINGS.put("heartwire.tenant.classes", "tight");
    SETTINGS.put("heartwire.tenant.tight.limit.commands-per-second", "2");
    SETTINGS.put("heartwire.tenant.tight.limit.commands-burst", "3");
    SETTINGS.put("heartwire.tenant.tight.max-connections", "1");
    SETTINGS.put("heartwire.channel.delta.delta", "fossil");
    SETTINGS.put("heartwire.channel.chat.presence", "true");
    SETTINGS.put("heartwire.channel.chat.join-leave", "true");
  }

  @RegisterExtension final TestPool pool = new TestPool(SETTINGS);

  final List<ConnectHook> connectHooks = new CopyOnWriteArrayList<>();
  final Map<String, RpcHandler> methods = new ConcurrentHashMap<>();
  final ScriptedBroker broker = new ScriptedBroker();
  final LogCapture log = new LogCapture(Troubles.class);
  final LogCapture hookLog = new LogCapture(Hooks.class);
  private @Nullable TokenVerifier verifier;
  private @Nullable World world;

  /** All that clients share. */
  record World(
      TestChannels kit,
      Clients clients,
      Chore upkeep,
      Heartbeat heartbeat,
      CentrifugeServices services) {}

  @AfterEach
  void nothingIsLeftOnceAllAreGone() {
    log.close();
    hookLog.close();
    pool.registry.forEach(one -> one.ended(CloseReason.NORMAL));
    if (world == null) {
      return;
    }
    assertThat(kit().channels.count()).as("channels at the end").isZero();
    assertThat(clients().count()).as("clients at the end").isZero();
    assertThat(kit().stays.count()).as("limited stays at the end").isZero();
    assertThat(kit().memory.figures().presence()).as("presence at the end").isZero();
    assertThat(kit().told(ClientDisconnected.class).stream().map(ClientDisconnected::client))
        .as("an end for each client that took part")
        .containsExactlyInAnyOrderElementsOf(
            kit().told(ClientConnected.class).stream().map(ClientConnected::client).toList());
    assertThat(kit().told(ClientUnsubscribed.class))
        .as("an end for each subscription")
        .hasSameSizeAs(kit().told(ClientSubscribed.class));
  }

  final void set(String key, String value) {
    assertThat(world).as("what is set after the first client comes too late").isNull();
    pool.overrides.put(key, value);
  }

  final void verifyTokens() {
    verifier = new FakeTokens();
  }

  final World world() {
    World made = world;
    if (made == null) {
      made = make();
      world = made;
    }
    return made;
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

  private World make() {
    TestChannels kit = new TestChannels(pool, broker);
    Clients clients = new Clients(pool.registry, kit.stays);
    Tokens tokens = kit.tokens(verifier);
    CentrifugeServices services =
        new CentrifugeServices(
            kit.channels,
            kit.clientChannels,
            kit.rules,
            new Authentication(
                connectHooks, kit.hooks, tokens, kit.rules, () -> new TokenPolicy(pool.settings)),
            tokens,
            clients,
            kit.stays,
            new RpcHandlers(methods, kit.hooks),
            new Node(new NodeConfig("test"), pool.time),
            kit.events,
            new ClientConfig(pool.settings),
            new CentrifugeConfig(pool.settings),
            new Troubles(pool.time));
    Heartbeat heartbeat =
        new Heartbeat(
            pool.registry,
            pool.outboxes,
            () -> new HeartbeatPolicy(pool.settings, new OutboxConfig(pool.settings)),
            pool.time);
    assertThat(pool.settings.problems()).isEmpty();
    return new World(kit, clients, TestUpkeep.of(kit, pool), heartbeat, services);
  }
}
