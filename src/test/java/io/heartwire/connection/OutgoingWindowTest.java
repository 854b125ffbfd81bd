package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The bytes that may be unacknowledged, and the pings that keep them few. */
class OutgoingWindowTest extends OutgoingFixture {
  @Test
  void noPingIsRiskedWhileMuchIsUnacknowledgedAndTheWireIsBusy() {
    fillTheWindow();

    assertThat(connection.ping()).isFalse();
    pool.time.advance(Duration.ofNanos(Outgoing.QUIET_NANOS - 1));
    assertThat(connection.ping()).isFalse();
    assertThat(transport.pings()).hasSize(1);
  }

  @Test
  void aPingGoesOutAgainAfterASecondOfQuiet() {
    fillTheWindow();
    pool.time.advance(Duration.ofNanos(Outgoing.QUIET_NANOS));

    assertThat(connection.ping()).isTrue();
    assertThat(transport.pings()).hasSize(2);
  }

  @Test
  void aWireWithAWriteUnderWayIsNotQuietHoweverLongItTakes() {
    fillTheWindow();
    transport.hold();
    send("stuck");
    pool.time.advance(Duration.ofSeconds(5));

    assertThat(connection.ping()).isFalse();
  }

  @Test
  void aPingWithinTheWindowIsNotHeldBack() {
    sendBytes(4 * KIB);
    sendBytes(3 * KIB);

    assertThat(connection.ping()).isTrue();
  }

  @Test
  void aPongIsAskedForEveryEightKibibytes() {
    for (int i = 0; i < 8; i++) {
      sendBytes(KIB);
      assertThat(transport.pings()).as("after %d KiB", i + 1).hasSize(i < 7 ? 0 : 1);
    }
    connection.pong(transport.lastPing());
    for (int i = 0; i < 8; i++) {
      sendBytes(KIB);
      assertThat(transport.pings()).hasSize(i < 7 ? 1 : 2);
    }
  }

  @Test
  void noSecondAcknowledgementIsAskedForWhileOneIsAwaited() {
    for (int i = 0; i < 16; i++) {
      sendBytes(KIB);
    }

    assertThat(transport.pings()).hasSize(1);
  }

  @Test
  void aFrameIsSureToBeTakenWhileAllThatIsUnacknowledgedStaysWithinTheWindow() {
    FrameQueue[] queue = new FrameQueue[1];
    Connection other = pool.admit();
    other.open(handingOut(queue), () -> {});
    other.send(Message.binary(ByteBuffer.allocate(16 * KIB), null), OverflowPolicy.DISCONNECT);

    queue[0].next();
    assertThat(queue[0].fitsWindow()).as("exactly the window").isTrue();

    other.send(Message.text("x", null), OverflowPolicy.DISCONNECT);
    assertThat(queue[0].next()).as("a ping, to be written in any case").isEqualTo(Frame.Ping.PING);
    assertThat(queue[0].fitsWindow()).isTrue();
    queue[0].stampPing();
    queue[0].next();
    assertThat(queue[0].fitsWindow()).as("one byte more").isFalse();
  }

  @Test
  void aCloseDoesNotMakeAFrameBeyondTheWindowSureToBeTaken() {
    FrameQueue[] queue = new FrameQueue[1];
    Connection other = pool.admit();
    other.open(handingOut(queue), () -> {});
    other.send(Message.binary(ByteBuffer.allocate(60 * KIB), null), OverflowPolicy.DISCONNECT);
    queue[0].next();

    other.close(CloseReason.NORMAL);

    assertThat(queue[0].fitsWindow()).as("a blocking write would lose its thread").isFalse();
  }

  /** Writes beyond the window of bytes that are safe to have unacknowledged; one ping goes out. */
  private void fillTheWindow() {
    for (int i = 0; i < 17; i++) {
      sendBytes(KIB);
    }
    assertThat(connection.snapshot().unacknowledged()).isGreaterThan(Window.SAFE_WINDOW);
    assertThat(transport.pings()).hasSize(1);
  }
}
