package io.heartwire.connection;

import static io.heartwire.testkit.ScriptedTransport.PING;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pings among the messages, and what their pongs tell. */
class OutgoingPingTest extends OutboundQueueFixture {
  @Test
  void aFailedPingClosesToo() {
    transport.hold();
    connection.ping();

    transport.fail(CloseReason.VANISHED);

    assertThat(transport.closes()).containsExactly(CloseReason.VANISHED);
    assertThat(connection.snapshot().dropped()).isZero();
  }

  @Test
  void anIdleConnectionIsPingedAtOnce() {
    assertThat(connection.ping()).isTrue();

    assertThat(transport.sequence()).containsExactly(PING);
    assertThat(connection.liveness().awaitingSince()).isEqualTo(pool.time.nanos());
    assertThat(connection.liveness().writingSince()).isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void aPingGoesOutBetweenTheMessageInFlightAndThoseThatWait() {
    transport.hold();
    send("a", "b", "c");

    assertThat(connection.ping()).isTrue();
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", PING, "b", "c");
  }

  @Test
  void aPingAskedForTwiceGoesOutOnce() {
    transport.hold();
    send("a");
    connection.ping();
    connection.ping();
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", PING);
  }

  @Test
  void aPingIsStampedWhenItIsWrittenNotWhenItIsAskedFor() {
    transport.hold();
    send("a");
    connection.ping();
    pool.time.advance(Duration.ofSeconds(4));
    transport.complete();

    assertThat(transport.lastPing().remaining()).isEqualTo(Long.BYTES);
    assertThat(connection.liveness().awaitingSince()).isEqualTo(pool.time.nanos());
    assertThat(connection.liveness().writingSince())
        .as("it may stall")
        .isEqualTo(pool.time.nanos());
    transport.complete();
    assertThat(connection.liveness().writingSince()).isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void aPongAcknowledgesWhatWasWrittenBeforeItsPing() {
    sendBytes(3 * KIB);
    connection.ping();
    sendBytes(2 * KIB);
    assertThat(connection.snapshot().unacknowledged()).isEqualTo(5 * KIB);

    connection.pong(transport.lastPing());

    assertThat(connection.snapshot().unacknowledged()).isEqualTo(2 * KIB);
    assertThat(connection.liveness().awaitingSince()).isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void aPongYieldsTheRoundTrip() {
    connection.ping();
    pool.time.advance(Duration.ofMillis(35));
    connection.pong(transport.lastPing());

    assertThat(connection.snapshot().roundTrip()).isEqualTo(Duration.ofMillis(35));
    assertThat(connection.snapshot().smoothedRoundTrip()).isEqualTo(Duration.ofMillis(35));
  }

  @Test
  void beforeTheFirstPongThereIsNoRoundTrip() {
    connection.ping();

    assertThat(connection.snapshot().roundTrip()).isNull();
    assertThat(connection.snapshot().smoothedRoundTrip()).isNull();
  }

  @Test
  void aPongThatAnswersNoPingOfOursIsASignOfLifeButNoMeasurement() {
    sendBytes(KIB);
    connection.ping();
    long asked = connection.liveness().awaitingSince();
    pool.time.advance(Duration.ofSeconds(1));

    for (ByteBuffer foreign : foreignPongs(asked)) {
      connection.pong(foreign);
    }

    assertThat(connection.snapshot().roundTrip()).isNull();
    assertThat(pool.roundTrips).isEmpty();
    assertThat(connection.snapshot().unacknowledged()).isEqualTo(KIB);
    assertThat(connection.liveness().awaitingSince()).isEqualTo(asked);
    assertThat(connection.snapshot().lastHeard()).isZero();
  }

  @Test
  void aPongRepeatedIsMeasuredOnce() {
    connection.ping();
    pool.time.advance(Duration.ofMillis(10));
    connection.pong(transport.lastPing());
    pool.time.advance(Duration.ofMillis(500));
    connection.pong(transport.lastPing());

    assertThat(pool.roundTrips).containsExactly(10_000_000L);
  }

  @Test
  void readingAPongLeavesItsBufferAlone() {
    connection.ping();
    ByteBuffer payload = transport.lastPing();
    connection.pong(payload);

    assertThat(payload.remaining()).isEqualTo(Long.BYTES);
  }

  private static List<ByteBuffer> foreignPongs(long asked) {
    return List.of(
        ByteBuffer.allocate(0),
        ByteBuffer.allocate(4),
        ByteBuffer.allocate(Long.BYTES).putLong(0, asked - 1),
        ByteBuffer.allocate(Long.BYTES).putLong(0, LivenessFacts.NEVER),
        ByteBuffer.allocate(2 * Long.BYTES).putLong(0, asked));
  }
}
