package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.heartwire.broker.Payload;
import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two messages fit into an outbox here, besides the one on the wire. */
class SlowSubscriberTest extends ChannelFixture {
  private static final ChannelName LATEST = new ChannelName("latest:a");
  private static final ChannelName OTHER = new ChannelName("kept:b");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  SlowSubscriberTest() {
    super(
        Map.of(
            "heartwire.outbox.capacity", "2",
            "heartwire.channel.namespaces", "kept, room, delta, latest, oldest",
            "heartwire.channel.latest.overflow", "latest",
            "heartwire.channel.latest.history-size", "10",
            "heartwire.channel.latest.history-ttl", "60s",
            "heartwire.channel.oldest.overflow", "drop-oldest"));
  }

  @Test
  void isClosedLeavesTheChannelAndHarmsNobody() {
    TestClient first = client();
    TestClient slow = client();
    TestClient last = client();
    slow.wire.hold();
    join(first, NEWS);
    join(slow, NEWS);
    join(last, NEWS);

    assertTimeoutPreemptively(PATIENCE, () -> publishMany(NEWS, 6));

    assertThat(slow.wire.closes()).containsExactly(CloseReason.SLOW);
    assertThat(slow.ended).as("the connection tells it").isEmpty();
    assertThat(first.heard()).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
    assertThat(last.heard()).isEqualTo(first.heard());
    assertThat(kit.told(ClientUnsubscribed.class))
        .extracting(ClientUnsubscribed::why)
        .containsExactly(UnsubscribeCode.DISCONNECT);
  }

  @Test
  void losesTheOldestWhereTheNamespaceSaysSo() {
    TestClient slow = client();
    slow.wire.hold();
    join(slow, new ChannelName("oldest:a"));

    publishMany(new ChannelName("oldest:a"), 5);
    slow.wire.release();

    assertThat(slow.heard()).containsExactly("m0", "m3", "m4");
    assertThat(slow.wire.closes()).isEmpty();
  }

  @Test
  void keepsTheLatestOfEachChannelWhereTheNamespaceSaysSo() {
    TestClient slow = client();
    slow.wire.hold();
    join(slow, LATEST);
    join(slow, NEWS);

    publish(NEWS, "on the wire");
    publish(NEWS, "of another channel");
    publishMany(LATEST, 5);
    slow.wire.release();

    assertThat(slow.heard()).containsExactly("on the wire", "of another channel", "m4");
  }

  @Test
  void losesNothingOfAnotherChannelToOneThatDropsItsOwn() {
    for (ChannelName dropping : new ChannelName[] {LATEST, new ChannelName("oldest:a")}) {
      TestClient slow = client();
      slow.wire.hold();
      join(slow, dropping);
      join(slow, KEPT, positioned());
      publish(KEPT, "on the wire");
      publish(KEPT, "first");
      publish(KEPT, "second");

      publishMany(dropping, 5);
      pass(kit.config.positionCheck());
      pass(kit.config.positionCheck());
      slow.wire.release();

      assertThat(slow.heard()).containsExactly("on the wire", "first", "second");
      assertThat(slow.ended).as("it has missed nothing that it counts on").isEmpty();
      assertThat(slow.wire.closes()).isEmpty();
    }
  }

  @Test
  void losesJoinsAndLeavesBeforeItLosesAnythingElse() {
    TestClient slow = client();
    join(slow, ROOM, hearingJoins());
    slow.wire.hold();
    join(slow, NEWS);
    publish(NEWS, "on the wire");

    for (int i = 0; i < 20; i++) {
      TestClient other = client();
      join(other, ROOM);
      other.connection.ended(CloseReason.NORMAL);
    }
    publish(NEWS, "in spite of the crowd");
    slow.wire.release();

    assertThat(slow.wire.closes()).isEmpty();
    assertThat(slow.wire.sequence()).hasSize(4);
    assertThat(slow.heard()).endsWith("in spite of the crowd");
    assertThat(slow.connection.snapshot().dropped()).as("counted").isEqualTo(39);
  }

  @Test
  void isClosedWhateverTheNamespaceSaysIfItMustMissNothing() {
    TestClient slow = client();
    slow.wire.hold();
    join(slow, LATEST, positioned());

    publishMany(LATEST, 5);

    assertThat(slow.wire.closes()).containsExactly(CloseReason.SLOW);
  }

  @Test
  void isClosedWhileItIsGivenWhatWaitedForIt() {
    TestClient slow = client();
    slow.wire.hold();
    Subscription subscription = prepare(slow, KEPT, positioned());
    publishMany(KEPT, 6);

    channels.begin(subscription);

    assertThat(slow.wire.closes()).containsExactly(CloseReason.SLOW);
    assertThat(channels.count()).isZero();
    assertThat(kit.told.fired()).as("it never began, and so it does not end").isEmpty();
  }

  @Test
  void ofTwoChannelsDoNotLockTheirPublishersOut() {
    for (SubscribeRequest request : new SubscribeRequest[] {SubscribeRequest.PLAIN, positioned()}) {
      for (int i = 0; i < 40; i++) {
        TestClient slow = client();
        slow.wire.hold();
        join(slow, i % 2 == 0 ? KEPT : OTHER, request);
        join(slow, i % 2 == 0 ? OTHER : KEPT, request);
      }

      assertTimeoutPreemptively(
          PATIENCE,
          () ->
              Race.between(
                  () -> publishMany(KEPT, 10),
                  () -> publishMany(OTHER, 10),
                  () -> publishMany(KEPT, 10),
                  () -> publishMany(OTHER, 10)));

      assertThat(channels.count()).as("all were slow, all have left").isZero();
    }
  }

  private void publishMany(ChannelName channel, int count) {
    for (int i = 0; i < count; i++) {
      Stages.awaitEnd(channels.publish(channel, Payload.text("m" + i)));
    }
  }
}
