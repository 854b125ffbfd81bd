package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ClientFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no WebSocket is answered 1002, as soon as it shows (RFC 6455, section 5). */
class FrameReaderViolationTest extends FrameReaderFixture {
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  @ParameterizedTest
  @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
  void aReservedBitIsSet(int bits) {
    for (int opcode : new int[] {1, 2, 8, 9, 10}) {
      assertThat(failureOf(frames().raw(FIN | bits | opcode, MASKED, 0, 0, 0, 0)))
          .isEqualTo(new Failure(1002, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void anOpcodeIsReserved(int opcode) {
    assertThat(failureOf(frames().raw(FIN | opcode, MASKED))).isEqualTo(new Failure(1002, 1));
    assertThat(failureOf(frames().raw(opcode, MASKED))).isEqualTo(new Failure(1002, 1));
    assertThat(failureOf(frames().frame(ClientFrames.TEXT, false).raw(FIN | opcode)))
        .as("within a message, too")
        .isEqualTo(new Failure(1002, 6 + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10})
  void aControlFrameIsFragmented(int opcode) {
    assertThat(failureOf(frames().raw(opcode, MASKED, 0, 0, 0, 0))).isEqualTo(new Failure(1002, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10})
  void aControlFrameIsLongerThan125Bytes(int opcode) throws FrameException {
    assertThat(failureOf(frames().raw(FIN | opcode, MASKED | 126))).isEqualTo(new Failure(1002, 2));
    assertThat(failureOf(frames().raw(FIN | opcode, MASKED | 127))).isEqualTo(new Failure(1002, 2));
    if (opcode != ClientFrames.CLOSE) {
      read(frames().frame(opcode, true, new byte[125]));
      assertThat(events.all).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 10})
  void aFrameHasNoMask(int opcode) {
    assertThat(failureOf(frames().raw(FIN | opcode, 1, 0))).isEqualTo(new Failure(1002, 2));
    assertThat(failureOf(frames().raw(FIN | opcode, 0))).isEqualTo(new Failure(1002, 2));
  }

  @Test
  void aLengthIsInMoreBytesThanItNeeds() {
    assertThat(failureOf(frames().raw(FIN | 1, MASKED | 126, 0, 125)))
        .isEqualTo(new Failure(1002, 4));
    assertThat(failureOf(frames().raw(FIN | 2, MASKED | 126, 0, 0)))
        .isEqualTo(new Failure(1002, 4));
    assertThat(failureOf(frames().raw(FIN | 1, MASKED | 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF)))
        .isEqualTo(new Failure(1002, 10));
    assertThat(failureOf(frames().raw(FIN | 2, MASKED | 127, 0, 0, 0, 0, 0, 0, 0, 0)))
        .isEqualTo(new Failure(1002, 10));
    assertThat(failureOf(frames().raw(FIN | 1, MASKED | 126, 0, 126)).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xFF})
  void theTopBitOfALengthIsSet(int first) {
    assertThat(failureOf(frames().raw(FIN | 2, MASKED | 127, first, 0, 0, 0, 0, 0, 0, 1)))
        .isEqualTo(new Failure(1002, 3));
  }

  @Test
  void aContinuationContinuesNothing() {
    assertThat(failureOf(frames().raw(FIN, MASKED))).isEqualTo(new Failure(1002, 1));
    assertThat(failureOf(frames().raw(0, MASKED))).isEqualTo(new Failure(1002, 1));
    assertThat(failureOf(frames().text("").raw(FIN, MASKED)))
        .as("the message before has ended")
        .isEqualTo(new Failure(1002, 6 + 1));
    assertThat(failureOf(frames().frame(ClientFrames.PING, true).raw(FIN, MASKED)))
        .as("a ping is no message")
        .isEqualTo(new Failure(1002, 6 + 1));
  }

  @Test
  void aMessageBeginsWithinAnother() {
    for (int first : new int[] {1, 2}) {
      for (int second : new int[] {1, 2, FIN | 1, FIN | 2}) {
        assertThat(failureOf(frames().frame(first, false).raw(second)))
            .isEqualTo(new Failure(1002, 6 + 1));
      }
    }
  }

  @Test
  void whatFollowsMeansNothing() {
    FrameEvents said = oneByOne(frames().text("a").raw(0x83).text("b"));

    assertThat(said.all).containsExactly("text a", "failed 1002");
  }

  @Test
  void nothingIsReadAfterAViolation() throws FrameException {
    ClientFrames broken = frames().frame(ClientFrames.TEXT, false, (byte) 'a').raw(FIN | 2);
    assertThat(failureOf(broken).code()).isEqualTo(1002);
    try {
      read(broken);
    } catch (FrameException violation) {
      events.failed(violation);
    }

    read(frames().text("b").frame(ClientFrames.CLOSE, true));

    assertThat(events.all).containsExactly("fragment", "failed 1002");
    assertThat(reader.kept()).isZero();
  }

  @Test
  void whatIsWrongIsSaid() {
    try {
      read(frames().raw(FIN | 1, 5));
    } catch (FrameException violation) {
      assertThat(violation.reason().text()).isEqualTo("a frame without a mask");
      assertThat(violation.getMessage()).isEqualTo("a frame without a mask");
      assertThat(violation.getStackTrace()).as("thrown for strangers").isEmpty();
      return;
    }
    throw new AssertionError("nothing was wrong");
  }
}
