package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.ScriptedBroker;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The channels of a node with every kind of namespace, over a broker that does what the test says.
 * After each test all clients go, and nothing of them may be left.
 */
abstract class ChannelFixture {
  static final ChannelName NEWS = new ChannelName("news");
  static final ChannelName KEPT = new ChannelName("kept:a");
  static final ChannelName ROOM = new ChannelName("room:a");
  static final int HISTORY = 5;
  static final Duration HISTORY_TTL = Duration.ofSeconds(60);

  @RegisterExtension final TestPool pool;
  final TestChannels kit;
  final Channels channels;
  final ChannelMaintenance upkeep;
  final ScriptedFormat format = new ScriptedFormat("");
  ScriptedBroker broker;

  ChannelFixture() {
    this(Map.of());
  }

  /**
   * @param settings besides those of the namespaces {@code kept} with history, {@code room} with
   *     presence and joins, {@code delta} with history and deltas
   */
  ChannelFixture(Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "heartwire.channel.namespaces", "kept, room, delta",
                "heartwire.channel.kept.history-size", String.valueOf(HISTORY),
                "heartwire.channel.kept.history-ttl", "60s",
                "heartwire.channel.room.presence", "true",
                "heartwire.channel.room.join-leave", "true",
                "heartwire.channel.delta.history-size", "10",
                "heartwire.channel.delta.history-ttl", "60s",
                "heartwire.channel.delta.delta", "fossil"));
    all.putAll(settings);
    pool = new TestPool(all);
    kit = new TestChannels(pool, real -> broker = new ScriptedBroker(real));
    channels = kit.channels;
    upkeep = new ChannelMaintenance(channels, kit.config, pool.time);
  }

  @AfterEach
  final void whoHasGoneLeavesNothing() {
    broker.lose(false);
    broker.recover();
    broker.release();
    pool.registry.forEach(left -> left.ended(CloseReason.NORMAL));
    assertThat(channels.count()).as("channels with a subscriber").isZero();
    assertThat(channels.subscriptions()).as("subscriptions to all channels").isZero();
    assertThat(channels.expiry().all()).as("subscriptions that end at a time").isEmpty();
    assertThat(Stages.now(channels.active())).as("channels the broker delivers").isEmpty();
    assertThat(kit.memory.figures().presence()).as("clients present").isZero();
    assertThat(kit.told(ClientUnsubscribed.class))
        .as("one end for each beginning")
        .hasSameSizeAs(kit.told(ClientSubscribed.class));
  }

  TestClient client() {
    return client("");
  }

  TestClient client(String user) {
    return new TestClient(pool, user, format);
  }

  /** Subscribed, and told so. */
  Subscription join(TestClient client, ChannelName channel) {
    return join(client, channel, SubscribeRequest.PLAIN);
  }

  Subscription join(TestClient client, ChannelName channel, SubscribeRequest request) {
    Subscription subscription = prepare(client, channel, request);
    channels.begin(subscription);
    return subscription;
  }

  /** Established, but not begun. */
  Subscription prepare(TestClient client, ChannelName channel, SubscribeRequest request) {
    Subscription subscription =
        Stages.now(channels.subscribe(channel, client, request, SubscribeGrant.PLAIN));
    client.holds(subscription);
    return subscription;
  }

  /** What comes behind {@code since}, and everything from now on. */
  static SubscribeRequest recovering(StreamPosition since) {
    return new SubscribeRequest(since, true, true, false, false, null, Payload.EMPTY);
  }

  static SubscribeRequest positioned() {
    return new SubscribeRequest(null, false, true, false, false, null, Payload.EMPTY);
  }

  static SubscribeRequest hearingJoins() {
    return new SubscribeRequest(null, false, false, true, false, null, Payload.EMPTY);
  }

  static SubscribeRequest tagged(String key, String value) {
    return new SubscribeRequest(
        null, false, false, false, false, tags -> value.equals(tags.get(key)), Payload.EMPTY);
  }

  PublishResult publish(ChannelName channel, String text) {
    return Stages.now(channels.publish(channel, Payload.text(text)));
  }

  StreamPosition position(ChannelName channel) {
    return Stages.now(broker.history(channel.value(), HistoryQuery.POSITION)).now();
  }

  /** Time passes, and the upkeep looks at everything. */
  void pass(Duration time) {
    pool.time.advance(time);
    upkeep.tick(pool.time.nanos());
  }

  static List<String> texts(List<Publication> publications) {
    return publications.stream().map(ScriptedFormat::text).toList();
  }
}
