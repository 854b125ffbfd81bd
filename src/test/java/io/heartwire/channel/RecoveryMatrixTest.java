package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.ScriptedBroker.Step;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * What a subscriber with a position gets: exactly what it missed, or the present position and
 * nothing else. Five publications are kept for 60 seconds.
 */
class RecoveryMatrixTest extends ChannelFixture {
  private static final ChannelName FORCED = new ChannelName("forced:a");

  private final TestClient reader = client();

  RecoveryMatrixTest() {
    super(
        Map.of(
            "heartwire.channel.namespaces", "kept, room, delta, forced",
            "heartwire.channel.forced.history-size", "5",
            "heartwire.channel.forced.history-ttl", "60s",
            "heartwire.channel.forced.force-recovery", "true"));
  }

  @Test
  void withinTheWindowEverythingMissedIsRecovered() {
    publishMany(1, 3);
    StreamPosition since = position(KEPT);
    publishMany(4, 6);

    recovered(since, "m4", "m5", "m6");
  }

  @Test
  void nothingMissedIsRecoveredToo() {
    publishMany(1, 3);

    recovered(position(KEPT));
  }

  @Test
  void theWholeWindowIsRecovered() {
    publishMany(1, 2);
    StreamPosition since = position(KEPT);
    publishMany(3, 7);

    recovered(since, "m3", "m4", "m5", "m6", "m7");
  }

  @Test
  void oneBeyondTheSizeIsNotRecovered() {
    publishMany(1, 2);
    StreamPosition since = position(KEPT);
    publishMany(3, 8);

    notRecovered(since);
  }

  @Test
  void oneBeyondTheTimeIsNotRecovered() {
    publishMany(1, 1);
    StreamPosition since = position(KEPT);
    publishMany(2, 2);
    pool.time.advance(Duration.ofSeconds(1));
    publishMany(3, 3);
    pool.time.advance(HISTORY_TTL.minusSeconds(1).minusNanos(1));
    recovered(since, "m2", "m3");

    pool.time.advance(Duration.ofNanos(1));
    notRecovered(since);
  }

  @Test
  void theEndOfTheStreamIsRecoveredHoweverOldItIs() {
    publishMany(1, 2);
    StreamPosition since = position(KEPT);
    pool.time.advance(HISTORY_TTL.multipliedBy(3));

    recovered(since);
  }

  @Test
  void aHistoryThatWasRemovedIsNotRecovered() {
    publishMany(1, 1);
    StreamPosition since = position(KEPT);
    publishMany(2, 2);
    assertThat(Stages.now(channels.removeHistory(KEPT))).isNull();

    notRecovered(since);
  }

  @Test
  void anotherEpochIsNotRecovered() {
    publishMany(1, 3);

    notRecovered(new StreamPosition(1, "another"));
    notRecovered(new StreamPosition(0, "another"));
  }

  @Test
  void anOffsetOfTheFutureIsNotRecovered() {
    publishMany(1, 3);

    notRecovered(new StreamPosition(4, position(KEPT).epoch()));
  }

  @Test
  void anOffsetWithoutAnEpochIsOneOfThePresentStream() {
    publishMany(1, 3);

    recovered(new StreamPosition(2, ""), "m3");
  }

  @Test
  void offsetZeroWithoutAnEpochIsTheBeginning() {
    publishMany(1, 3);
    recovered(StreamPosition.NONE, "m1", "m2", "m3");

    publishMany(4, 6);
    notRecovered(StreamPosition.NONE);
  }

  @Test
  void anEmptyStreamIsRecoveredFromItsBeginning() {
    recovered(StreamPosition.NONE);
    recovered(position(KEPT));
  }

  @Test
  void anEmptyStreamHasNotReachedAnyOffset() {
    notRecovered(new StreamPosition(1, position(KEPT).epoch()));
  }

  @Test
  void aStreamThatBeganAnewIsNotRecovered() {
    publishMany(1, 3);
    StreamPosition since = position(KEPT);
    pool.time.advance(Duration.ofDays(31)); // longer than epoch and offset are kept
    publishMany(4, 6);

    assertThat(position(KEPT).offset()).isEqualTo(3);
    notRecovered(since);
  }

  @Test
  void whatIsPublishedBetweenReadingAndBeginningFollowsOnce() {
    publishMany(1, 1);
    StreamPosition since = position(KEPT);
    publishMany(2, 2);
    broker.hold(Step.HISTORY);
    CompletionStage<Subscription> stage =
        channels.subscribe(KEPT, reader, recovering(since), SubscribeGrant.PLAIN);
    publishMany(3, 3);
    broker.release();
    Subscription subscription = Stages.now(stage);
    reader.holds(subscription);
    publishMany(4, 4);
    assertThat(texts(subscription.established().missed())).containsExactly("m2");
    assertThat(subscription.established().position().offset()).isEqualTo(2);

    channels.begin(subscription);
    publishMany(5, 5);

    assertThat(reader.heard()).containsExactly("m3", "m4", "m5");
    assertThat(reader.ended).isEmpty();
  }

  @Test
  void whatIsPublishedBetweenSubscribingAndReadingComesWithTheReplyOnly() {
    publishMany(1, 1);
    StreamPosition since = position(KEPT);
    broker.hold(Step.SUBSCRIBE);
    CompletionStage<Subscription> stage =
        channels.subscribe(KEPT, reader, recovering(since), SubscribeGrant.PLAIN);
    publishMany(2, 3);
    broker.release();
    Subscription subscription = Stages.now(stage);
    reader.holds(subscription);
    channels.begin(subscription);
    publishMany(4, 4);

    assertThat(texts(subscription.established().missed())).as("told already").isEmpty();
    assertThat(subscription.established().position().offset()).isEqualTo(3);
    assertThat(subscription.established().recovered()).isTrue();
    assertThat(reader.heard()).containsExactly("m4");
  }

  @Test
  void aFilterHoldsForWhatWasMissedToo() {
    StreamPosition since = position(KEPT);
    publishMany(1, 3);
    SubscribeRequest none =
        new SubscribeRequest(since, true, true, false, false, tags -> false, Payload.EMPTY);
    Subscription subscription = prepare(reader, KEPT, none);

    assertThat(subscription.established().recovered()).isTrue();
    assertThat(subscription.established().missed()).isEmpty();
    assertThat(subscription.established().position().offset()).isEqualTo(3);
  }

  @Test
  void whoAsksForItMayRecoverLater() {
    SubscribeRequest request =
        new SubscribeRequest(null, true, false, false, false, null, Payload.EMPTY);
    SubscribeResult reply = prepare(reader, KEPT, request).established();

    assertThat(reply.recoverable()).isTrue();
    assertThat(reply.positioned()).isTrue();
    assertThat(reply.wasRecovering()).isFalse();
    assertThat(reply.position()).isEqualTo(position(KEPT));
  }

  @Test
  void everybodyMayWhereTheNamespaceForcesIt() {
    SubscribeResult reply = prepare(reader, FORCED, SubscribeRequest.PLAIN).established();

    assertThat(reply.recoverable()).isTrue();
    assertThat(reply.positioned()).isTrue();
    assertThat(reply.position()).isEqualTo(position(FORCED));
  }

  private void publishMany(int from, int to) {
    for (int i = from; i <= to; i++) {
      publish(KEPT, "m" + i);
    }
  }

  private void recovered(StreamPosition since, String... missed) {
    SubscribeResult reply = reply(since);
    assertThat(reply.recovered()).as("recovered").isTrue();
    assertThat(texts(reply.missed())).containsExactly(missed);
  }

  private void notRecovered(StreamPosition since) {
    SubscribeResult reply = reply(since);
    assertThat(reply.recovered()).as("recovered").isFalse();
    assertThat(reply.missed()).as("nothing partial").isEmpty();
  }

  /** Subscribes with the position, sees that it goes on from where the reply says, and leaves. */
  private SubscribeResult reply(StreamPosition since) {
    TestClient client = client();
    Subscription subscription = prepare(client, KEPT, recovering(since));
    SubscribeResult reply = subscription.established();
    assertThat(reply.wasRecovering()).isTrue();
    assertThat(reply.recoverable()).isTrue();
    assertThat(reply.position()).isEqualTo(position(KEPT));
    channels.begin(subscription);
    assertThat(client.heard()).isEmpty();
    assertThat(client.ended).isEmpty();
    subscription.cancel(UnsubscribeCode.CLIENT);
    return reply;
  }
}
