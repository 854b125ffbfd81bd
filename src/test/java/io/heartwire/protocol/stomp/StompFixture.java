package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.memory.MemoryQueueConfig;
import io.heartwire.broker.memory.MemoryQueueStore;
import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Peer;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.hub.Clients;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.protocol.ProtocolFixture;
import io.heartwire.queue.QueueConfig;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.Queues;
import io.heartwire.testkit.FakeOperators;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestChannels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients that speak STOMP over the real pool, channels and queues in memory, by the manual clock.
 *
 * <p>Channels: {@code open} with permission, {@code feed} with history too, {@code closed} with
 * nothing. Queues: {@code work} with permission, {@code small} for two messages, {@code closed}
 * with nothing.
 */
abstract class StompFixture extends ProtocolFixture<StompFixture.World> {
  /** A header that names a queue that clients may use. */
  static final String WORK = "destination:/queue/work:a";

  /** Bytes of parts of frames and of transactions, of all clients. */
  static final int MOST_UNFINISHED = 400_000;

  private static final Map<String, String> SETTINGS = new HashMap<>();

  static {
    SETTINGS.put("heartwire.channel.namespaces", "open,feed,closed");
    for (String open : List.of("open", "feed")) {
      SETTINGS.put("heartwire.channel." + open + ".allow-subscribe", "true");
      SETTINGS.put("heartwire.channel." + open + ".allow-publish", "true");
      SETTINGS.put("heartwire.channel." + open + ".allow-history", "true");
    }
    SETTINGS.put("heartwire.channel.feed.history-size", "10");
    SETTINGS.put("heartwire.channel.feed.history-ttl", "10m");
    SETTINGS.put("heartwire.queue.namespaces", "work,small,closed");
    for (String open : List.of("work", "small")) {
      SETTINGS.put("heartwire.queue." + open + ".allow-send", "true");
      SETTINGS.put("heartwire.queue." + open + ".allow-consume", "true");
      SETTINGS.put("heartwire.queue." + open + ".allow-dead-letters", "true");
    }
    SETTINGS.put("heartwire.queue.work.max-deliveries", "3");
    SETTINGS.put("heartwire.queue.small.max-messages", "2");
    SETTINGS.put("heartwire.tenant.small.outbox.max-bytes", "20000");
  }

  /** All that clients share. */
  record World(
      TestChannels kit,
      Queues queues,
      StompSessions sessions,
      Heartbeat heartbeat,
      StompServices services)
      implements ProtocolFixture.World {
    @Override
    public Clients clients() {
      return services.clients();
    }
  }

  StompFixture() {
    super(SETTINGS);
  }

  @Override
  protected void checkNothingIsLeft(World world) {
    assertThat(log.lines()).as("errors that nobody has foreseen").isEmpty();
    assertThat(world.sessions().count()).as("sessions at the end").isZero();
    assertThat(world.services().unfinished().used()).as("unfinished bytes at the end").isZero();
    assertThat(world.queues().consumed()).as("queues with consumers at the end").isEmpty();
  }

  /** A client that has not connected yet. */
  final FakeStompClient stranger() {
    return stranger("", Credentials.NONE);
  }

  final FakeStompClient stranger(String user, Credentials credentials) {
    Connection connection =
        pool.registry.admit(new Peer("stomp", "192.0.2.7", "test", user), () -> {}).orElseThrow();
    return new FakeStompClient(connection, credentials, world().services());
  }

  /** A connected client without heart-beats. */
  final FakeStompClient client() {
    return stranger().connects();
  }

  /** One whom the container knows. */
  final FakeStompClient client(String user) {
    return stranger(user, Credentials.NONE).connects();
  }

  /** A client that consumes from the queue of {@link #WORK}. */
  final FakeStompClient consumer(String ack, String... headers) {
    List<String> lines = new ArrayList<>(List.of("SUBSCRIBE", "id:1", WORK, "ack:" + ack));
    lines.addAll(List.of(headers));
    return client().says(lines.toArray(String[]::new));
  }

  final void publish(String channel, String text) {
    Stages.now(world().kit().channels.publish(new ChannelName(channel), Payload.text(text)));
  }

  final void send(String queue, String... texts) {
    for (String text : texts) {
      Stages.now(world().queues().send(new QueueName(queue), QueueDraft.of(Payload.text(text))));
    }
  }

  final long depth(String queue) {
    return Stages.now(world().queues().stats(new QueueName(queue))).depth();
  }

  /** Second by second, as the server's schedules do. */
  final void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      pool.time.advance(Duration.ofSeconds(1));
      world().sessions().tick(pool.time.nanos());
      world().queues().tick(pool.time.nanos());
      world().kit().stays.tick(pool.time.nanos());
      world().heartbeat().sweep();
    }
  }

  @Override
  protected World make() {
    TestChannels kit = new TestChannels(pool);
    kit.operators = new FakeOperators();
    QueueRules rules = new QueueRules(new QueueConfig(pool.settings));
    Queues queues =
        new Queues(
            rules,
            new MemoryQueueStore(pool.time, new MemoryQueueConfig(100 << 20, 1000, 1000)),
            "node",
            Runnable::run,
            pool.time);
    Tokens tokens = tokens(kit);
    StompSessions sessions = new StompSessions();
    Unfinished unfinished = new Unfinished(MOST_UNFINISHED);
    StompServices services =
        new StompServices(
            kit.channels,
            kit.clientChannels,
            queues,
            rules,
            kit.authentication(tokens, connectHooks),
            tokens,
            new Clients(pool.registry, kit.stays),
            kit.stays,
            new Node(new NodeConfig("test"), pool.time),
            kit.events,
            new ClientConfig(pool.settings),
            new StompConfig(pool.settings),
            sessions,
            unfinished,
            timed.by(pool.time),
            new ConnectionErrors(pool.time),
            pool.time);
    assertThat(pool.settings.problems()).isEmpty();
    return new World(kit, queues, sessions, pool.heartbeat(), services);
  }
}
