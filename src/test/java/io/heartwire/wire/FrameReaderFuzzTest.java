package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Streams of bytes at random: more of them with {@code -Dheartwire.fuzz.inputs=10000000}. A number
 * that is reported stands for one stream, and makes the same again.
 */
class FrameReaderFuzzTest {
  private static final int INPUTS = Integer.getInteger("heartwire.fuzz.inputs", 100_000);
  private static final int[] LIMITS = {1, 7, 125, 126, 300, 2_000};
  private static final int RARELY = 5_000;
  private static final int LARGE_LIMIT = 70_000;
  private static final int LARGEST_CONTROL = 125;

  private final Map<String, Integer> ends = new TreeMap<>();

  @Test
  void anyBytesMeanTheSameToEveryReaderWhereverTheyAreCut() {
    for (int number = 0; number < INPUTS; number++) {
      SplittableRandom random = new SplittableRandom(number);
      int limit = number % RARELY == 0 ? LARGE_LIMIT : LIMITS[random.nextInt(LIMITS.length)];
      byte[] bytes = RandomFrames.bytes(random, limit);
      List<String> expected = ReferenceReader.read(bytes, limit).all;
      try {
        List<String> whole = read(bytes, limit, bytes.length + 1, random);
        List<String> cut = read(bytes, limit, 1 << random.nextInt(8), random);
        if (!whole.equals(expected) || !cut.equals(expected)) {
          assertThat(whole).as("at once").isEqualTo(expected);
          assertThat(cut).as("in pieces").isEqualTo(expected);
        }
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "number " + number + ", limit " + limit + ": " + HexFormat.of().formatHex(bytes),
            failure);
      }
      ends.merge(endOf(expected), 1, Integer::sum);
    }
    assertThat(ends.keySet())
        .as("what is sent is of every kind: %s", ends)
        .contains("close", "failed 1002", "failed 1007", "failed 1009", "nothing", "ping", "text");
    assertThat(ends.get("text")).as("not too much of it is broken").isGreaterThan(INPUTS / 20);
  }

  /** In pieces of random length. */
  private static List<String> read(
      byte[] bytes, int limit, int longestPiece, SplittableRandom random) {
    FrameEvents said = new FrameEvents();
    FrameReader reader = new FrameReader(limit, said);
    try {
      for (int from = 0; from < bytes.length; ) {
        boolean isWhole = longestPiece > bytes.length;
        int size = isWhole ? bytes.length : random.nextInt(1, longestPiece + 1);
        ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from));
        from += piece.remaining();
        readAll(reader, piece, limit, random);
      }
    } catch (FrameException violation) {
      said.failed(violation);
      if (reader.kept() != 0) {
        throw new AssertionError("kept after a violation: " + reader.kept());
      }
    }
    return said.all;
  }

  private static void readAll(
      FrameReader reader, ByteBuffer piece, int limit, SplittableRandom random)
      throws FrameException {
    while (piece.hasRemaining()) {
      int before = piece.remaining();
      reader.read(piece, random.nextInt(1, 4));
      if (piece.remaining() == before) {
        throw new AssertionError("no progress at byte " + piece.position());
      }
      if (reader.kept() > limit + LARGEST_CONTROL) {
        throw new AssertionError("kept: " + reader.kept());
      }
    }
  }

  private static String endOf(List<String> said) {
    if (said.isEmpty()) {
      return "nothing";
    }
    String last = said.get(said.size() - 1);
    return last.startsWith("failed") ? last : last.replaceFirst("(?s) .*", "");
  }
}
