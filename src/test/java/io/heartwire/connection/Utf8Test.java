package io.heartwire.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "\u007f",
        "\u0080",
        "\u07ff",
        "\u0800",
        "\ud7ff",
        "\ue000",
        "\uffff",
        "\ud83d\ude00",
        "\ud83d",
        "\ude00",
        "\ude00\ud83d",
        "\ud83d\ud83d\ude00",
        "\ud83da"
      })
  void theLengthIsThatOfTheEncodedTextAtEveryBoundary(String text) {
    assertThat(Utf8.length(text)).isEqualTo(text.getBytes(UTF_8).length);
  }

  @Test
  void theLengthIsThatOfTheEncodedTextForRandomCharsWithSurrogates() {
    Random random = new Random(20240229); // the same texts in every run
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(randomChar(random));
      }
      String whole = text.toString();
      assertThat(Utf8.length(whole)).as(whole).isEqualTo(whole.getBytes(UTF_8).length);
    }
  }

  private static char randomChar(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> (char) random.nextInt(0x80);
      case 1 -> (char) (0x80 + random.nextInt(0x780));
      case 2 -> (char) (0xd800 + random.nextInt(0x400));
      case 3 -> (char) (0xdc00 + random.nextInt(0x400));
      default -> (char) (0x800 + random.nextInt(0xd000));
    };
  }
}
