package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.Stages;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A delta of {@code b} to {@code a} reads {@code b<a} here. */
class DeltaSubscriptionTest extends ChannelFixture {
  private static final ChannelName DELTA = new ChannelName("delta:a");

  private final ScriptedFormat deltas = new ScriptedFormat("");
  private final TestClient reader = new TestClient(pool, "", new ScriptedFormat("", deltas));

  DeltaSubscriptionTest() {
    super(Map.of("heartwire.outbox.capacity", "2"));
  }

  @Test
  void getsTheFirstInFullAndThenDifferencesToTheOneBefore() {
    assertThat(join(reader, DELTA, wanting(null)).established().deltas()).isTrue();
    publish(DELTA, "a");
    publish(DELTA, "b");
    publish(DELTA, "c");

    assertThat(reader.heard()).containsExactly("a", "b<a", "c<b");
  }

  @Test
  void gettingThemDoesNotDisturbThoseWhoDoNot() {
    TestClient latecomer = new TestClient(pool, "", new ScriptedFormat("", deltas));
    TestClient plain = client();
    join(reader, DELTA, wanting(null));
    join(plain, DELTA);
    publish(DELTA, "a");
    join(latecomer, DELTA, wanting(null));
    publish(DELTA, "b");

    assertThat(reader.heard()).containsExactly("a", "b<a");
    assertThat(plain.heard()).containsExactly("a", "b");
    assertThat(latecomer.heard()).as("it does not have what was before").containsExactly("b");
    assertThat(deltas.encoded).as("a, b in full and b as a delta").hasValue(3);
  }

  @Test
  void buildsOnTheLastThatWasRecovered() {
    publish(DELTA, "a");
    StreamPosition since = position(DELTA);
    TestClient other = client();
    join(other, DELTA);
    publish(DELTA, "b");
    Subscription subscription = prepare(reader, DELTA, wanting(since));
    assertThat(texts(subscription.established().missed())).containsExactly("b");
    channels.begin(subscription);

    publish(DELTA, "c");

    assertThat(reader.heard()).containsExactly("c<b");
  }

  @Test
  void getsWhatWaitedForItInFull() {
    Subscription subscription = prepare(reader, DELTA, wanting(null));
    publish(DELTA, "a");
    publish(DELTA, "b");
    channels.begin(subscription);
    publish(DELTA, "c");

    assertThat(reader.heard()).containsExactly("a", "b", "c<b");
  }

  @Test
  void getsInFullWhatFollowsOneThatItDidNotWant() {
    join(reader, DELTA, wanting(null, tags -> !tags.containsKey("secret")));
    publish(DELTA, "a");
    PublicationDraft secret = new PublicationDraft(Payload.text("s"), null, Map.of("secret", ""));
    assertThat(Stages.now(channels.publish(DELTA, secret, PublishExtras.NONE))).isNotNull();
    publish(DELTA, "b");
    publish(DELTA, "c");

    assertThat(reader.heard()).containsExactly("a", "b", "c<b");
  }

  @Test
  void getsNoneWhereTheNamespaceHasNone() {
    assertThat(join(reader, KEPT, wanting(null)).established().deltas()).isFalse();
    publish(KEPT, "a");
    publish(KEPT, "b");

    assertThat(reader.heard()).containsExactly("a", "b");
  }

  @Test
  void getsNoneInAFormatWithoutThem() {
    TestClient plain = client();
    assertThat(join(plain, DELTA, wanting(null)).established().deltas()).isFalse();
    publish(DELTA, "a");
    publish(DELTA, "b");

    assertThat(plain.heard()).containsExactly("a", "b");
  }

  @Test
  void isClosedRatherThanMadeToMissOne() {
    reader.wire.hold();
    join(reader, DELTA, wanting(null));
    for (int i = 0; i < 5; i++) {
      publish(DELTA, "m" + i);
    }

    assertThat(reader.wire.closes()).containsExactly(CloseReason.SLOW);
  }

  private static SubscribeRequest wanting(@Nullable StreamPosition since) {
    return wanting(since, null);
  }

  private static SubscribeRequest wanting(
      @Nullable StreamPosition since, @Nullable Predicate<Map<String, String>> filter) {
    return new SubscribeRequest(since, false, false, false, true, filter, Payload.EMPTY);
  }
}
