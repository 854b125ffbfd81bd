package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CommandSizesTest {

  @Test
  void aFrameMayBeLargeIfItsLinesAreNot() {
    String line = "x".repeat(10);

    assertThat(CommandSizes.exceed((line + "\n").repeat(100), 10)).isFalse();
    assertThat(CommandSizes.exceed((line + "\n").repeat(100) + line + "x", 10)).isTrue();
    assertThat(CommandSizes.exceed(line + "x\n" + line, 10)).isTrue();
    assertThat(CommandSizes.exceed("\n\n", 1)).isFalse();
  }

  @Test
  void linesAreLimitedAlikeInABinaryFrame() {
    String line = "x".repeat(10);

    assertThat(CommandSizes.exceedInLines(bytes((line + "\n").repeat(100)), 10)).isFalse();
    assertThat(CommandSizes.exceedInLines(bytes(line + "\n" + line + "x"), 10)).isTrue();
    assertThat(CommandSizes.exceedInLines(bytes(line + "x\n" + line), 10)).isTrue();
    assertThat(CommandSizes.exceedInLines(bytes(line), 10)).isFalse();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Test
  void aBinaryFrameMayBeLargeIfItsCommandsAreNot() {
    assertThat(CommandSizes.exceed(commands(200, 200, 200), 200)).isFalse();
    assertThat(CommandSizes.exceed(commands(200, 201), 200)).isTrue();
    assertThat(CommandSizes.exceed(commands(70_000), 65_536)).isTrue();
  }

  @Test
  void aBinaryFrameThatIsCutOffOrNonsenseIsLeftToTheCodec() {
    ByteBuffer cut = commands(100, 100);
    cut.limit(cut.limit() - 50);
    assertThat(CommandSizes.exceed(cut, 150)).isFalse();

    byte[] endless = new byte[300];
    Arrays.fill(endless, (byte) 0xFF);
    ByteBuffer nonsense = ByteBuffer.wrap(endless);
    assertThat(CommandSizes.exceed(nonsense, 299)).isTrue();
    assertThat(nonsense.remaining()).as("nothing was taken of it").isEqualTo(300);
  }

  private static ByteBuffer commands(int... sizes) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    for (int size : sizes) {
      int left = size;
      while (left > 0x7F) {
        frame.write(left & 0x7F | 0x80);
        left >>>= 7;
      }
      frame.write(left);
      frame.writeBytes(new byte[size]);
    }
    return ByteBuffer.wrap(frame.toByteArray());
  }
}
