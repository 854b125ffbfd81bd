package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ClientFrames;
import org.junit.jupiter.api.Test;

/** Close frames, after which nothing is read. */
class FrameReaderCloseTest extends FrameReaderFixture {
  private static final int HEADER = 6;

  @Test
  void aCloseFrameIsToldWithItsReason() throws FrameException {
    read(frames().frame(ClientFrames.CLOSE, true, closing(1001, "bye")));

    assertThat(events.all).containsExactly("close 1001 bye");
  }

  @Test
  void aCloseFrameMayBeCutAnywhereAndComeWithinAMessage() {
    ClientFrames all =
        frames()
            .frame(ClientFrames.TEXT, false, (byte) 'a')
            .frame(ClientFrames.CLOSE, true, closing(4000, "é"));

    assertThat(oneByOne(all).all).containsExactly("fragment", "close 4000 é");
  }

  @Test
  void nothingIsReadAfterIt() throws FrameException {
    read(
        frames()
            .frame(ClientFrames.TEXT, false, new byte[100])
            .frame(ClientFrames.CLOSE, true, closing(1000, ""))
            .frame(ClientFrames.CONTINUATION, true)
            .text("late"));
    read(frames().raw(0xFF, 0xFF).text("later"));

    assertThat(events.all).containsExactly("fragment", "close 1000 ");
    assertThat(reader.kept()).isZero();
  }

  @Test
  void aCodeThatMayNotBeSentIsAViolation() {
    assertThat(failureOf(frames().frame(ClientFrames.CLOSE, true, closing(1005, ""))))
        .isEqualTo(new Failure(1002, HEADER + 2));
    assertThat(failureOf(frames().frame(ClientFrames.CLOSE, true, (byte) 3)))
        .as("half a code")
        .isEqualTo(new Failure(1002, HEADER + 1));
  }

  @Test
  void aReasonThatIsNotUtf8IsOne() {
    byte[] payload = closing(1000, "x");
    payload[2] = (byte) 0xC3;

    assertThat(failureOf(frames().frame(ClientFrames.CLOSE, true, payload)))
        .isEqualTo(new Failure(1007, HEADER + 3));
  }

  private static byte[] closing(int code, String reason) {
    return ClientFrames.closing(code, reason);
  }
}
