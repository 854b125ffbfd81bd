package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a peer proves to have read, and what it only says. */
class UnreadWindowTest {
  private static final int KIB = 1024;

  private final UnreadWindow window = new UnreadWindow();

  @Test
  void aProofCoversWhatWasWrittenBeforeItsPing() {
    window.written(9 * KIB);
    ByteBuffer stamp = window.stamp(5);
    window.written(KIB);

    assertThat(window.pong(stamp)).isEqualTo(5);
    assertThat(window.unacknowledged()).isEqualTo(KIB);
    assertThat(window.pong(stamp)).as("a second time").isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void thePeersWordCoversWhatWasWrittenBeforeThePingItAnswers() {
    window.written(3 * KIB);
    long total = window.bytes();
    window.written(2 * KIB);

    window.trust(total);

    assertThat(window.unacknowledged()).isEqualTo(2 * KIB);
    assertThat(window.room()).isEqualTo(30 * KIB);
  }

  @Test
  void aPeerThatOnlySaysThatItReadsIsNotTrustedForEver() {
    for (int i = 0; i < 100; i++) {
      window.written(KIB);
      window.trust(window.bytes());
    }

    assertThat(window.unacknowledged()).isEqualTo(100 * KIB - UnreadWindow.MOST_TRUSTED);
    assertThat(window.room()).isNegative();
    assertThat(window.acknowledgementDue()).isTrue();
  }

  @Test
  void aProofRestoresTheTrust() {
    window.written(20 * KIB);
    window.trust(window.bytes());
    assertThat(window.unacknowledged()).isEqualTo(4 * KIB);

    window.pong(window.stamp(1));
    assertThat(window.unacknowledged()).isZero();
    window.written(16 * KIB);
    window.trust(window.bytes());

    assertThat(window.unacknowledged()).isZero();
  }

  @Test
  void aProofThatComesAfterALaterWordDoesNotTakeItBack() {
    window.written(9 * KIB);
    ByteBuffer stamp = window.stamp(1);
    window.written(10 * KIB);
    window.trust(window.bytes());
    assertThat(window.unacknowledged()).isEqualTo(3 * KIB);

    window.pong(stamp);

    assertThat(window.unacknowledged()).isEqualTo(3 * KIB);
    window.trust(window.bytes());
    assertThat(window.unacknowledged()).as("7 KiB were on trust, not 16 any more").isZero();
  }

  @Test
  void aLateWordTakesNothingBack() {
    window.written(3 * KIB);
    long early = window.bytes();
    window.written(3 * KIB);
    window.pong(window.stamp(1));

    window.trust(early);

    assertThat(window.unacknowledged()).isZero();
  }
}
