package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClosingReadsTest extends ReadGateFixture {
  private static final byte[] GOODBYE = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};

  @Test
  void afterTheEndNothingIsLetInUntilThePeerSaysGoodbye() {
    connection.close(CloseReason.SLOW);
    gate.closing().goodbyeIsSaid();
    pool.time.advance(Duration.ofSeconds(60));
    arrives(TEXT);
    pool.time.advance(Duration.ofSeconds(5));
    arrives(PING);
    assertThat(session.skips).isEqualTo(2);
    assertThat(session.cuts).isZero();

    arrives(GOODBYE);

    assertThat(session.cuts).isEqualTo(1);
    assertThat(letIn).isZero();
    assertThat(pongs).isEmpty();
  }

  @Test
  void aGoodbyeBehindTheRestOfALongFrameIsFound() {
    arrives((byte) 0x82, (byte) 0xfe, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    connection.close(CloseReason.SLOW);
    gate.closing().goodbyeIsSaid();
    arrives(new byte[255]);
    assertThat(session.cuts).isZero();

    arrives(ByteBuffer.allocate(7).put((byte) 0).put(GOODBYE).array());

    assertThat(session.cuts).isEqualTo(1);
  }

  @Test
  void aGoodbyeThatCrossesOursEndsTheSocketWhenOursIsSaid() {
    connection.close(CloseReason.SLOW);
    arrives(GOODBYE);
    assertThat(session.cuts).isZero();

    gate.closing().goodbyeIsSaid();
    assertThat(session.cuts).isEqualTo(1);
  }

  @Test
  void whatComesWhenTheContainerIsAboutToSayGoodbyeWaitsUntilItHas() {
    connection.close(CloseReason.SLOW);
    session.isAboutToClose = true;
    arrives(TEXT);
    assertThat(session.skips).isZero();

    session.isAboutToClose = false;
    gate.closing().goodbyeIsSaid();
    assertThat(session.skips).isEqualTo(1);
  }

  @Test
  void whoGoesOnSendingAfterTheEndIsCutOff() {
    connection.close(CloseReason.SLOW);
    arrives(TEXT);
    pool.time.advance(ClosingReads.PATIENCE);
    arrives(TEXT);

    assertThat(session.cuts).as("before we have said goodbye").isZero();
    gate.closing().goodbyeIsSaid();
    assertThat(session.cuts).isEqualTo(1);
  }

  @Test
  void whoSendsMuchAfterTheGoodbyeIsReadNoMoreAndCutOffLater() {
    connection.close(CloseReason.SLOW);
    arrives(new byte[2 * ClosingReads.MOST_AFTER_GOODBYE]);
    gate.closing().goodbyeIsSaid();
    for (int i = 0; i < 16; i++) {
      arrives(new byte[ClosingReads.MOST_AFTER_GOODBYE / 16]);
    }
    assertThat(session.skips).isEqualTo(17);

    arrives(TEXT);

    assertThat(session.skips).isEqualTo(17);
    assertThat(session.cuts).isZero();
    assertThat(letIn).isZero();
    later.forEach(Runnable::run);
    assertThat(session.cuts).isEqualTo(1);
  }

  @Test
  void whatIsReadWhileTheGoodbyeIsWrittenWaitsUntilItIsSaid() {
    connection.close(CloseReason.SLOW);
    gate.closing().hold();
    arrives(TEXT);
    assertThat(session.skips).isZero();

    gate.closing().goodbyeIsSaid();
    assertThat(session.skips).isEqualTo(1);
    arrives(TEXT);
    assertThat(session.skips).isEqualTo(2);
  }

  @Test
  void aResetWhileTheGoodbyeIsWrittenWaitsUntilItIsSaid() {
    connection.close(CloseReason.SLOW);
    gate.closing().hold();
    fails();
    gate.closing().goodbyeIsSaid();
    assertThat(letIn).isZero();

    fails();
    assertThat(letIn).as("the error comes again").isEqualTo(1);
  }

  @Test
  void aReadThatTheContainerCancelsToCloseIsLetIn() {
    connection.close(CloseReason.SLOW);
    session.isAboutToClose = true;
    fails();
    assertThat(letIn).isEqualTo(1);
  }

  @Test
  void aReadThatTheContainerCancelsTooLateIsTriedAgainAfterTheGoodbye() {
    connection.close(CloseReason.SLOW);
    session.saysGoodbye = true;
    fails();
    assertThat(session.skips).isZero();

    gate.closing().goodbyeIsSaid();
    assertThat(session.skips).isEqualTo(1);
    assertThat(letIn).isZero();
  }

  @Test
  void theEndOfAWriteIsLetInWhileTheGoodbyeWaitsForIt() {
    gate.closing().hold();
    session.isRead = false;
    arrives(TEXT);
    assertThat(letIn).isEqualTo(1);
  }

  @Test
  void nothingIsHeldAfterTheGoodbye() {
    gate.closing().goodbyeIsSaid();
    gate.closing().hold();
    arrives(TEXT);
    assertThat(session.skips).isEqualTo(1);
  }

  private void fails() {
    session.arrived = null;
    gate.execute(() -> letIn++);
  }
}
