package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A million frames into each decoder, golden ones with mistakes and pure noise, the same in every
 * run: nothing is thrown, and no frame costs more memory than its length allows.
 */
class FuzzTest {
  private static final int INPUTS = 1_000_000;
  private static final long SEED = 20_260_101;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** One of the two, on bytes. */
  interface Decoder {
    DecodeResult decode(byte[] frame);
  }

  private long complete;
  private long refused;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theJsonDecoderMustTakeAnything() {
    fuzz(
        Stream.concat(
                JsonGoldenTest.COMMANDS.stream(),
                Stream.of("{\"x\":[[[1e999,-0.5,\"\\u00fc\",null]]]}\n{}\n{\"id\":2,\"ping\":{}}"))
            .map(line -> line.getBytes(UTF_8))
            .toList(),
        FuzzTest::decodeJson);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theProtobufDecoderMustTakeAnything() {
    fuzz(
        ProtobufGoldenTest.COMMANDS.stream().map(HexFormat.of()::parseHex).toList(),
        FuzzTest::decodeProtobuf);
  }

  static DecodeResult decodeJson(byte[] frame) {
    return JsonCodec.decode(new String(frame, UTF_8));
  }

  static DecodeResult decodeProtobuf(byte[] frame) {
    return ProtobufCodec.decode(ByteBuffer.wrap(frame));
  }

  /** What decoding may allocate: something for each byte, and something for an error's report. */
  static long allowance(int length) {
    return 128 * 1024 + 512L * length;
  }

  static long allocatedBy(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void fuzz(List<byte[]> golden, Decoder decoder) {
    Random random = new Random(SEED);
    golden.forEach(decoder::decode);
    for (int i = 0; i < INPUTS; i++) {
      byte[] frame = i % 8 == 0 ? noise(random) : mutant(golden, random);
      try {
        long allocated = allocatedBy(() -> judge(decoder.decode(frame)));
        if (allocated > allowance(frame.length)) {
          // What is loaded on first use is not the frame's cost: it does not come twice.
          long again = allocatedBy(() -> decoder.decode(frame));
          assertThat(again).as("bytes allocated").isLessThanOrEqualTo(allowance(frame.length));
        }
      } catch (RuntimeException | Error escaped) {
        throw new AssertionError("input " + i + ": " + HexFormat.of().formatHex(frame), escaped);
      }
    }
    assertThat(complete).as("read").isGreaterThan(INPUTS / 50);
    assertThat(refused).as("refused").isGreaterThan(INPUTS / 4);
  }

  private void judge(DecodeResult result) {
    if (result instanceof DecodeResult.BadRequest bad) {
      refused++;
      if (bad.why().length() > 1000 || bad.index() != bad.commands().size()) {
        throw new AssertionError("bad report: " + bad);
      }
    } else {
      complete++;
      if (result.commands().isEmpty()) {
        throw new AssertionError("no command, and yet complete");
      }
    }
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) "{}[]\",:0123456789.eE+-truefalsn\\ \n".charAt((bytes[i] & 0xFF) % 34);
      }
    }
    return bytes;
  }

  private static byte[] mutant(List<byte[]> golden, Random random) {
    byte[] bytes = golden.get(random.nextInt(golden.size())).clone();
    for (int mistakes = 1 + random.nextInt(3); mistakes > 0 && bytes.length > 0; mistakes--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(1 + random.nextInt(16), bytes.length - at);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = splice(bytes, at, at + length, new byte[0]);
        case 4 -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
        case 5 -> bytes = splice(bytes, at, at + length, piece(golden, random));
        default -> bytes = splice(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
      }
    }
    return bytes;
  }

  private static byte[] piece(List<byte[]> golden, Random random) {
    byte[] other = golden.get(random.nextInt(golden.size()));
    int from = other.length == 0 ? 0 : random.nextInt(other.length);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(32)));
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
    byte[] spliced = Arrays.copyOf(bytes, from + with.length + bytes.length - to);
    System.arraycopy(with, 0, spliced, from, with.length);
    System.arraycopy(bytes, to, spliced, from + with.length, bytes.length - to);
    return spliced;
  }
}
