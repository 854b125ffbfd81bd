package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that may be unacknowledged, and the pings that keep them few. */
class OutgoingWindowTest extends OutboundQueueFixture {
  @Test
  void noPingIsRiskedWhileMuchIsUnacknowledgedAndTheWireIsBusy() {
    overfillTheWindow();

    assertThat(connection.ping()).isFalse();
    pool.time.advance(Duration.ofNanos(WriteProgress.QUIET_NANOS - 1));
    assertThat(connection.ping()).isFalse();
    assertThat(transport.pings()).hasSize(1);
  }

  @Test
  void aPingGoesOutAgainAfterASecondOfQuiet() {
    overfillTheWindow();
    pool.time.advance(Duration.ofNanos(WriteProgress.QUIET_NANOS));

    assertThat(connection.ping()).isTrue();
    assertThat(transport.pings()).hasSize(2);
  }

  @Test
  void aWireWithAWriteUnderWayIsNotQuietHoweverLongItTakes() {
    overfillTheWindow();
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
  void aPongIsAskedForEverySixteenKibibytes() {
    for (int i = 0; i < 16; i++) {
      sendBytes(KIB);
      assertThat(transport.pings()).as("after %d KiB", i + 1).hasSize(i < 15 ? 0 : 1);
    }
    connection.pong(transport.lastPing());
    for (int i = 0; i < 16; i++) {
      sendBytes(KIB);
      assertThat(transport.pings()).hasSize(i < 15 ? 1 : 2);
    }
  }

  @Test
  void beyondTheWindowANearPeersPongIsWaitedForAndWhatWaitsLeavesTogether() {
    fillTheWindow();
    sendLines("a", "b");
    assertThat(transport.isAskedToComeAgain()).isTrue();
    transport.comeAgain();
    assertThat(connection.snapshot().queued()).as("still waiting").isEqualTo(2);

    connection.pong(transport.lastPing());
    transport.comeAgain();

    assertThat(connection.snapshot().queued()).isZero();
    assertThat(texts()).last().isEqualTo("a\nb");
    assertThat(transport.isAskedToComeAgain()).isFalse();
  }

  @Test
  void aPongThatDoesNotComeIsNotWaitedForLong() {
    fillTheWindow();
    send("late");
    pool.time.advance(Duration.ofNanos(UnreadWindow.PATIENCE_NANOS));

    transport.comeAgain();

    assertThat(texts()).containsExactly("late");
  }

  @Test
  void aPeerThatIsFarIsNotWaitedFor() {
    for (int i = 0; i < 16; i++) {
      sendBytes(KIB);
    }
    pool.time.advance(Duration.ofNanos(UnreadWindow.NEAR_NANOS + 1));
    connection.pong(transport.lastPing());
    for (int i = 0; i < 32; i++) {
      sendBytes(KIB);
    }

    send("at once");

    assertThat(texts()).containsExactly("at once");
  }

  @Test
  void aMessageThatNoWindowWouldTakeWaitsForNoPong() {
    fillTheWindow();

    sendBytes(33 * KIB);

    assertThat(transport.isAskedToComeAgain()).isFalse();
    assertThat(connection.snapshot().queued()).isZero();
  }

  @Test
  void aConnectionThatIsClosedWhileItWaitsForAPongWritesNothingMore() {
    fillTheWindow();
    send("dropped");

    connection.close(CloseReason.NORMAL);
    transport.comeAgain();

    assertThat(texts()).isEmpty();
    assertThat(transport.isAskedToComeAgain()).isFalse();
  }

  @Test
  void noSecondAcknowledgementIsAskedForWhileOneIsAwaited() {
    for (int i = 0; i < 32; i++) {
      sendBytes(KIB);
    }

    assertThat(transport.pings()).hasSize(1);
  }

  /** Writes as many bytes as are safe to have unacknowledged; one ping goes out. */
  private void fillTheWindow() {
    for (int i = 0; i < 32; i++) {
      sendBytes(KIB);
    }
    assertThat(connection.snapshot().unacknowledged()).isEqualTo(UnreadWindow.SAFE_WINDOW);
    assertThat(transport.pings()).hasSize(1);
  }

  /** The byte too many goes out because its proof has been waited for long enough. */
  private void overfillTheWindow() {
    fillTheWindow();
    pool.time.advance(Duration.ofNanos(UnreadWindow.PATIENCE_NANOS));
    sendBytes(KIB);
    assertThat(connection.snapshot().unacknowledged()).isGreaterThan(UnreadWindow.SAFE_WINDOW);
  }

  private List<String> texts() {
    return transport.messages().stream()
        .filter(Message.Text.class::isInstance)
        .map(message -> ((Message.Text) message).text())
        .toList();
  }
}
