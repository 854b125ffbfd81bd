package io.heartwire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationSyntaxTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "25s, PT25S",
    "2m, PT2M",
    "1h, PT1H",
    "3d, PT72H",
    "0s, PT0S",
    "25 s, PT25S",
    "PT25S, PT25S",
    "pt25s, PT25S",
    "PT1M30.5S, PT1M30.5S",
    "P1D, PT24H",
    "PT-5S, PT-5S",
  })
  void theShortFormsAndIsoAreUnderstood(String text, Duration expected) {
    assertThat(DurationSyntax.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "25",
        "s",
        "25x",
        "2.5s",
        "-5s",
        "25S",
        "1m30s",
        "ms",
        "25 sec",
        "٣s",
        "9999999999999999s",
        "999999999999999d",
        "PT99999999999999999999S"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DurationSyntax.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.05S, 50ms",
    "PT1S, 1s",
    "PT90S, 90s",
    "PT2M, 2m",
    "PT24H, 24h",
    "PT1.5S, 1500ms",
  })
  void messagesShowTheShortForm(Duration duration, String text) {
    assertThat(DurationSyntax.format(duration)).isEqualTo(text);
    assertThat(DurationSyntax.parse(text)).isEqualTo(duration);
  }
}
