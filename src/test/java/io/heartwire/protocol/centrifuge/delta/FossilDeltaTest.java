package io.heartwire.protocol.centrifuge.delta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FossilDeltaTest {
  private static final String OLD =
      "{\"ticker\":\"AAPL\",\"price\":187.44,\"currency\":\"USD\",\"exchange\":\"NASDAQ\"}";

  @Test
  void aDeltaMustCopyWhatIsOldAndInsertWhatIsNew() {
    String changed = OLD.replace("187.44", "188.01");

    assertThat(delta(OLD, changed)).isEqualTo("15\nR@0,4:8.01b@V,1ykMJ_;");
  }

  @Test
  void anUnchangedPublicationMustBeOneCopy() {
    assertThat(delta(OLD, OLD)).startsWith("15\n15@0,").endsWith(";");
  }

  @Test
  void whatHasNothingInCommonMustBeSentInFull() {
    assertThat(FossilDelta.create(OLD.getBytes(UTF_8), "x".repeat(200).getBytes(UTF_8))).isNull();
  }

  @Test
  void whatIsShortMustBeSentInFull() {
    byte[] tiny = "{\"a\":1}".getBytes(UTF_8);

    assertThat(FossilDelta.create(tiny, tiny)).isNull();
    assertThat(FossilDelta.create(new byte[0], tiny)).isNull();
    assertThat(FossilDelta.create(tiny, new byte[0])).isNull();
  }

  @Test
  void whatIsHugeMustBeSentInFull() {
    byte[] huge = new byte[FossilDelta.MOST_BYTES + 1];

    assertThat(FossilDelta.create(huge, new byte[100])).isNull();
    assertThat(FossilDelta.create(new byte[100], huge)).isNull();
  }

  @Test
  void anyTwoMustGiveADeltaThatMakesOneFromTheOther() {
    Random random = new Random(42);
    int deltas = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] source = bytes(random);
      byte[] target = change(source, random);
      byte[] delta = FossilDelta.create(source, target);
      if (delta != null) {
        deltas++;
        assertThat(delta.length).isLessThan(target.length);
        assertThat(DeltaReader.apply(source, delta)).isEqualTo(target);
      }
    }
    assertThat(deltas).isGreaterThan(5_000);
  }

  @Test
  void theDeltaOfTextMustBeText() throws CharacterCodingException {
    Random random = new Random(43);
    int deltas = 0;
    for (int i = 0; i < 5_000; i++) {
      String source = text(random);
      int at =
          source.offsetByCodePoints(0, random.nextInt(source.codePointCount(0, source.length())));
      String target = source.substring(0, at) + text(random).substring(0, 2) + source.substring(at);
      byte[] delta = FossilDelta.create(source.getBytes(UTF_8), target.getBytes(UTF_8));
      if (delta != null) {
        deltas++;
        UTF_8.newDecoder().decode(ByteBuffer.wrap(delta));
        assertThat(DeltaReader.apply(source.getBytes(UTF_8), delta))
            .isEqualTo(target.getBytes(UTF_8));
      }
    }
    assertThat(deltas).isGreaterThan(4_000);
  }

  @ParameterizedTest
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @MethodSource("hostile")
  void timeMustBeLinear(String what, byte[] source, byte[] target) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      byte[] delta = FossilDelta.create(source, target);
      best = Math.min(best, System.nanoTime() - start);
      if (delta != null) {
        assertThat(Arrays.equals(DeltaReader.apply(source, delta), target)).isTrue();
      }
    }
    // A quadratic search over a megabyte would take minutes.
    assertThat(best).isLessThan(5_000_000_000L);
  }

  static Stream<Arguments> hostile() {
    int size = 1 << 20;
    byte[] zeros = new byte[size];
    byte[] almost = new byte[size];
    for (int i = 0; i < size; i += 1000) {
      almost[i] = 1;
    }
    byte[] periodic = new byte[size];
    byte[] offBeat = new byte[size];
    for (int i = 0; i < size; i++) {
      periodic[i] = (byte) (i % 17);
      offBeat[i] = (byte) (i % 17 == 16 ? i >> 8 : i % 17);
    }
    byte[] middles = new byte[size];
    Arrays.fill(middles, (byte) 0x80);
    byte[] noise = new byte[size];
    new Random(44).nextBytes(noise);
    return Stream.of(
        Arguments.of("zeros", zeros, zeros),
        Arguments.of("zeros and a few ones", zeros, almost),
        Arguments.of("a few ones and zeros", almost, zeros),
        Arguments.of("a short period", periodic, offBeat),
        Arguments.of("a short period, other way round", offBeat, periodic),
        Arguments.of("nothing but middles of characters", middles, middles),
        Arguments.of("noise", noise, noise),
        Arguments.of("noise and zeros", noise, zeros));
  }

  private static String delta(String source, String target) {
    byte[] delta = FossilDelta.create(source.getBytes(UTF_8), target.getBytes(UTF_8));
    assertThat(delta).isNotNull();
    assertThat(DeltaReader.apply(source.getBytes(UTF_8), delta)).asString(UTF_8).isEqualTo(target);
    return new String(delta, ISO_8859_1);
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(600)];
    int kinds = 1 + random.nextInt(256);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(kinds);
    }
    return bytes;
  }

  private static byte[] change(byte[] source, Random random) {
    byte[] target = source.clone();
    for (int i = random.nextInt(4); i > 0 && target.length > 0; i--) {
      int at = random.nextInt(target.length);
      int to = Math.min(target.length, at + random.nextInt(40));
      byte[] with = Arrays.copyOf(bytes(random), random.nextInt(40));
      byte[] next = Arrays.copyOf(target, at + with.length + target.length - to);
      System.arraycopy(with, 0, next, at, with.length);
      System.arraycopy(target, to, next, at + with.length, target.length - to);
      target = next;
    }
    return target;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    String[] units = {"ü", "日", "😀", "a", "\n"};
    for (int i = 0; i < 100; i++) {
      text.append(units[random.nextInt(units.length)]);
    }
    return text.toString().replace("\n", "\n\n");
  }
}
