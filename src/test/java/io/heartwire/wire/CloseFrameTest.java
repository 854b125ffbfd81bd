package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.ClientFrames;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseFrameTest {
  @Test
  void noPayloadMeansNoCode() throws FrameException {
    assertThat(CloseFrame.read(new byte[8], 0)).isEqualTo(new CloseReason(1005, ""));
  }

  @Test
  void halfACodeIsAViolation() {
    assertThat(codeOfFailure(new byte[] {3}, 1)).isEqualTo(1002);
  }

  @Test
  void codesThatMayBeSentAreRead() {
    IntStream.concat(
            IntStream.concat(IntStream.rangeClosed(1000, 1003), IntStream.rangeClosed(1007, 1014)),
            IntStream.rangeClosed(3000, 4999))
        .forEach(
            code ->
                assertThat(read(ClientFrames.closing(code, "why")))
                    .isEqualTo(new CloseReason(code, "why")));
  }

  @Test
  void allOthersAreViolations() {
    IntStream.concat(
            IntStream.concat(IntStream.rangeClosed(0, 999), IntStream.rangeClosed(1004, 1006)),
            IntStream.concat(
                IntStream.rangeClosed(1015, 2999), IntStream.rangeClosed(5000, 0xFFFF)))
        .forEach(
            code -> {
              byte[] payload = ClientFrames.closing(code, "why");
              assertThat(codeOfFailure(payload, payload.length)).as("%d", code).isEqualTo(1002);
            });
  }

  @Test
  void onlyTheBytesThatCountAreRead() {
    byte[] payload = ClientFrames.closing(1000, "why not");

    assertThat(readFirst(payload, 5)).isEqualTo(new CloseReason(1000, "why"));
    assertThat(readFirst(payload, 2)).isEqualTo(new CloseReason(1000, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "61 e2 82", "ed a0 80", "c0 80"})
  void aReasonThatIsNotUtf8IsAViolation(String hex) {
    byte[] bad = HexFormat.ofDelimiter(" ").parseHex(hex);
    byte[] payload = ByteBuffer.allocate(2 + bad.length).putShort((short) 1000).put(bad).array();

    assertThat(codeOfFailure(payload, payload.length)).isEqualTo(1007);
  }

  @Test
  void theLongestReasonIsRead() {
    String longest = "é".repeat(61) + "x";

    assertThat(read(ClientFrames.closing(1000, longest))).isEqualTo(new CloseReason(1000, longest));
  }

  @Test
  void whatIsSentIsTheCodeAndTheReason() {
    assertThat(bytes(CloseFrame.payload(new CloseReason(3008, "slow"))))
        .isEqualTo(ClientFrames.closing(3008, "slow"));
    assertThat(bytes(CloseFrame.payload(new CloseReason(4999, "é".repeat(61)))))
        .isEqualTo(ClientFrames.closing(4999, "é".repeat(61)));
  }

  @Test
  void codesThatOnlyStandForSomethingAreNotSent() {
    assertThat(bytes(CloseFrame.payload(CloseFrame.NO_CODE))).isEmpty();
    assertThat(bytes(CloseFrame.payload(CloseReason.VANISHED)))
        .isEqualTo(ClientFrames.closing(1011, "connection lost"));
  }

  @Test
  void everyReasonThatIsSentCanBeRead() {
    String tooLong = "a reason that goes on and on, ".repeat(10);
    for (int code : new int[] {1000, 1009, 1012, 3000, 3500, 4999}) {
      CloseReason reason = new CloseReason(code, tooLong);
      byte[] payload = bytes(CloseFrame.payload(reason));

      assertThat(payload).hasSizeLessThanOrEqualTo(125);
      assertThat(read(payload)).isEqualTo(reason);
      assertThat(tooLong.getBytes(UTF_8)).hasSizeGreaterThan(125);
    }
  }

  private static CloseReason read(byte[] payload) {
    return readFirst(payload, payload.length);
  }

  private static CloseReason readFirst(byte[] payload, int size) {
    try {
      return CloseFrame.read(payload, size);
    } catch (FrameException violation) {
      throw new AssertionError("a violation", violation);
    }
  }

  private static int codeOfFailure(byte[] payload, int size) {
    int[] code = new int[1];
    assertThatExceptionOfType(FrameException.class)
        .isThrownBy(() -> CloseFrame.read(payload, size))
        .satisfies(violation -> code[0] = violation.reason().code());
    return code[0];
  }

  private static byte[] bytes(ByteBuffer from) {
    byte[] copy = new byte[from.remaining()];
    from.get(copy);
    return copy;
  }
}
