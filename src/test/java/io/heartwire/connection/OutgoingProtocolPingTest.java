package io.heartwire.connection;

import static io.heartwire.testkit.ScriptedTransport.PING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.ScriptedTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pings that a protocol sends as messages of its own, and what their pongs tell. */
class OutgoingProtocolPingTest extends OutboundQueueFixture {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Message OWN = Message.line("{}", null);

  @BeforeEach
  void speakAProtocolWithAPingOfItsOwn() {
    connection.pingWith(OWN, Duration.ofSeconds(25));
  }

  @Test
  void theSharedMessageIsSentInsteadOfAControlFrame() {
    assertThat(connection.ping()).isTrue();

    assertThat(transport.messages()).singleElement().isSameAs(OWN);
    assertThat(transport.pings()).isEmpty();
    assertThat(connection.snapshot().messagesSent()).isEqualTo(1);
    assertThat(connection.snapshot().unacknowledged()).isEqualTo(2);
  }

  @Test
  void aProtocolPingGoesBeforeWhatWaitsAndInTheSameFrame() {
    transport.hold();
    sendLines("a", "b", "c");
    connection.ping();
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", "{}\nb\nc");
    assertThat(connection.snapshot().messagesSent()).isEqualTo(4);
  }

  @Test
  void aProtocolPingAskedForTwiceGoesOutOnce() {
    transport.hold();
    sendLines("a");
    connection.ping();
    connection.ping();
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", "{}");
  }

  @Test
  void aFullOutboxDoesNotKeepTheProtocolPingBack() {
    transport.hold();
    for (int i = 0; i < 1 + CAPACITY; i++) {
      send("t" + i);
    }

    assertThat(connection.ping()).isTrue();

    transport.release();
    assertThat(transport.sequence()).containsExactly("t0", "{}", "t1", "t2", "t3", "t4");
    assertThat(connection.snapshot().dropped()).isZero();
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void aProtocolPingNeedsNoRoomInTheWindow() {
    sendBytes(33 * KIB);
    sendBytes(33 * KIB);

    assertThat(connection.ping()).isTrue();

    assertThat(transport.sequence()).endsWith("{}");
  }

  @Test
  void aProtocolPingIsStampedWhenItIsHandedToTheWriter() {
    transport.hold();
    sendLines("a");
    connection.ping();
    long asked = pool.time.nanos();
    pool.time.advance(SECOND);
    assertThat(connection.liveness().awaitingSince()).isEqualTo(LivenessFacts.NEVER);
    transport.complete();

    assertThat(connection.liveness().awaitingSince()).isEqualTo(pool.time.nanos());
    assertThat(connection.liveness().lastPingAt())
        .as("the next is due from here on")
        .isEqualTo(asked);
  }

  @Test
  void aClosedConnectionIsNotPinged() {
    connection.close(CloseReason.NORMAL);

    assertThat(connection.ping()).isFalse();
    assertThat(connection.liveness().lastPingAt()).isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void aPongAnswersTheOldestPing() {
    connection.ping();
    pool.time.advance(SECOND);
    connection.ping();
    pool.time.advance(Duration.ofMillis(500));

    connection.answered();
    assertThat(connection.snapshot().roundTrip()).isEqualTo(Duration.ofMillis(1500));
    connection.answered();

    assertThat(connection.snapshot().roundTrip()).isEqualTo(Duration.ofMillis(500));
    assertThat(pool.roundTrips).containsExactly(1_500_000_000L, 500_000_000L);
    assertThat(connection.liveness().awaitingSince()).isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void aPongThatAnswersNoneIsOnlyASignOfLife() {
    connection.missedPing();
    pool.time.advance(SECOND);
    connection.answered();

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(connection.liveness().lastHeardAt()).isEqualTo(pool.time.nanos());
    assertThat(pool.roundTrips).isEmpty();
  }

  @Test
  void onlySoManyUnansweredPingsAreRememberedTheOldestIsForgotten() {
    for (int i = 0; i < PingState.MOST_OUTSTANDING + 5; i++) {
      connection.ping();
      pool.time.advance(SECOND);
    }
    for (int i = 0; i < PingState.MOST_OUTSTANDING + 5; i++) {
      connection.answered();
    }

    assertThat(pool.roundTrips).hasSize(100).startsWith(100_000_000_000L).endsWith(1_000_000_000L);
  }

  @Test
  void aPongAcknowledgesWhatWasWrittenBeforeThePingItAnswers() {
    sendBytes(3 * KIB);
    connection.ping();
    sendBytes(2 * KIB);

    connection.answered();

    assertThat(connection.snapshot().unacknowledged()).isEqualTo(2 * KIB + 2);
  }

  @Test
  void manyBytesAreStillAcknowledgedByControlFrames() {
    sendBytes(17 * KIB);
    assertThat(transport.sequence()).containsExactly("17408 bytes", PING);
    connection.ping();
    pool.time.advance(Duration.ofMillis(20));

    connection.pong(transport.lastPing());
    assertThat(connection.snapshot().unacknowledged()).isEqualTo(2);
    connection.answered();

    assertThat(connection.snapshot().unacknowledged()).isEqualTo(2);
    assertThat(pool.roundTrips).containsExactly(20_000_000L, 20_000_000L);
  }

  @Test
  void aControlFrameAskedForMeanwhileIsNotTakenForTheProtocolsPing() {
    transport.hold();
    sendBytes(17 * KIB);
    connection.ping();
    transport.release();

    assertThat(transport.sequence()).containsExactly("17408 bytes", PING, "{}");
  }

  @Test
  void furtherPingsDoNotPutOffTheMomentAtWhichAnAnswerIsOverdue() {
    pool.time.advance(SECOND);
    connection.ping();
    long first = pool.time.nanos();
    pool.time.advance(SECOND);
    connection.ping();
    assertThat(connection.liveness().awaitingSince()).isEqualTo(first);

    connection.heard();
    pool.time.advance(SECOND);
    connection.ping();

    assertThat(connection.liveness().awaitingSince())
        .as("heard since")
        .isEqualTo(first + 2_000_000_000L);
    pool.time.advance(SECOND);
    connection.ping();
    assertThat(connection.liveness().awaitingSince()).isEqualTo(first + 2_000_000_000L);
  }

  @Test
  void aProtocolSaysOnceHowItPings() {
    assertThatThrownBy(() -> connection.pingWith(OWN, SECOND))
        .isInstanceOf(IllegalStateException.class);
    assertThat(connection.liveness().pingEvery()).as("unchanged").isEqualTo(25_000_000_000L);
    Connection other = pool.live(new ScriptedTransport());
    assertThatThrownBy(() -> other.pingWith(OWN, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(other.liveness().pingEvery()).isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void aProtocolsPongIsOnlyASignOfLifeWhereThereIsNoPingOfItsOwn() {
    ScriptedTransport wire = new ScriptedTransport();
    Connection raw = pool.live(wire);
    raw.send(Message.binary(ByteBuffer.allocate(KIB), null), OverflowPolicy.DISCONNECT);
    raw.ping();

    raw.answered();

    assertThat(raw.liveness().awaitingSince()).isEqualTo(pool.time.nanos());
    assertThat(raw.snapshot().unacknowledged()).isEqualTo(KIB);
    assertThat(pool.roundTrips).isEmpty();
  }
}
