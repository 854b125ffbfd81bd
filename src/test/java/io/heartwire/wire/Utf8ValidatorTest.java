package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Judged by the decoder of the JDK. */
class Utf8ValidatorTest {
  /** Bytes at which something changes, so that most of what is random is nearly UTF-8. */
  private static final int[] TELLING = {
    0x00, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  /** With one of these, up to three times, every character under way can be ended. */
  private static final int[] CONTINUATIONS = {0x80, 0x90, 0xA0};

  @Test
  void everyCharacterIsUtf8() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(codePoint).getBytes(UTF_8);
        if (!isUtf8(bytes)) {
          throw new AssertionError("U+" + Integer.toHexString(codePoint));
        }
      }
    }
  }

  @Test
  void everySequenceOfUpToThreeBytesIsJudgedAsTheJdkDoes() {
    for (int first = 0; first <= 0xFF; first++) {
      agree((byte) first);
      for (int second = 0; second <= 0xFF; second++) {
        agree((byte) first, (byte) second);
        for (int third : TELLING) {
          agree((byte) first, (byte) second, (byte) third);
        }
      }
    }
  }

  @Test
  void randomBytesAreJudgedAsTheJdkDoesWhereverTheyAreCut() {
    Random random = new Random(3629);
    int valid = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = random(random);
      boolean expected = jdkAccepts(bytes);
      valid += expected ? 1 : 0;
      for (int cut = 0; cut <= bytes.length; cut++) {
        Utf8Validator validator = new Utf8Validator();
        boolean isUtf8 =
            validator.accept(bytes, 0, cut)
                && validator.accept(bytes, cut, bytes.length)
                && validator.isComplete();
        if (isUtf8 != expected) {
          throw new AssertionError(Arrays.toString(bytes) + " cut at " + cut);
        }
      }
    }
    assertThat(valid).as("both answers are common").isBetween(10_000, 90_000);
  }

  @Test
  void noByteIsAcceptedThatNothingCouldFollow() {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = random(random);
      Utf8Validator validator = new Utf8Validator();
      for (int end = 1; end <= bytes.length; end++) {
        boolean accepted = validator.accept(bytes, end - 1, end);
        if (accepted != canBecomeUtf8(Arrays.copyOf(bytes, end))) {
          throw new AssertionError(Arrays.toString(bytes) + " up to " + end);
        }
        if (!accepted) {
          break;
        }
      }
    }
  }

  @Test
  void itIsIncompleteWithinACharacterOnly() {
    Utf8Validator validator = new Utf8Validator();
    byte[] bytes = "a😀é".getBytes(UTF_8);
    boolean[] complete = {true, false, false, false, true, false, true};
    assertThat(validator.isComplete()).isTrue();
    for (int i = 0; i < bytes.length; i++) {
      assertThat(validator.accept(bytes, i, i + 1)).isTrue();
      assertThat(validator.isComplete()).as("after %d", i + 1).isEqualTo(complete[i]);
    }
  }

  private static void agree(byte... bytes) {
    if (isUtf8(bytes) != jdkAccepts(bytes)) {
      throw new AssertionError(Arrays.toString(bytes));
    }
  }

  private static boolean isUtf8(byte... bytes) {
    Utf8Validator validator = new Utf8Validator();
    return validator.accept(bytes, 0, bytes.length) && validator.isComplete();
  }

  private static boolean jdkAccepts(byte[] bytes) {
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true).isUnderflow();
  }

  private static boolean canBecomeUtf8(byte[] start) {
    if (jdkAccepts(start)) {
      return true;
    }
    for (int next : CONTINUATIONS) {
      byte[] longer = Arrays.copyOf(start, start.length + 3);
      Arrays.fill(longer, start.length, longer.length, (byte) 0x80);
      longer[start.length] = (byte) next;
      for (int more = 1; more <= 3; more++) {
        if (jdkAccepts(Arrays.copyOf(longer, start.length + more))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Characters, some of them broken. */
  private static byte[] random(Random random) {
    byte[] bytes = new byte[random.nextInt(1, 12)];
    int size = 0;
    while (size < bytes.length) {
      byte[] next =
          random.nextInt(4) == 0
              ? new byte[] {(byte) TELLING[random.nextInt(TELLING.length)]}
              : Character.toString(codePoint(random)).getBytes(UTF_8);
      int length = Math.min(next.length, bytes.length - size);
      System.arraycopy(next, 0, bytes, size, length);
      size += length;
    }
    return bytes;
  }

  private static int codePoint(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(0x80);
      case 1 -> random.nextInt(0x80, 0x800);
      case 2 -> random.nextInt(0x800, Character.MIN_SURROGATE);
      default -> random.nextInt(0x1_0000, Character.MAX_CODE_POINT + 1);
    };
  }
}
