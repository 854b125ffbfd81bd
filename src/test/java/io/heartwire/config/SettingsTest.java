package io.heartwire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.heartwire.testkit.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String KEY = "heartwire.some.key";

  private enum Colour {
    RED,
    LIGHT_BLUE
  }

  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final Settings settings = new Settings(key -> Optional.ofNullable(values.get(key)));

  @Test
  void goodValuesAreReadAsTheyAre() {
    values.putAll(Map.of("d", " 25s ", "n", " 7 ", "f", "TRUE", "c", "light-blue"));

    assertThat(settings.duration("d", Duration.ZERO, Duration.ofDays(1))).hasSeconds(25);
    assertThat(settings.number("n", 1, 10)).isEqualTo(7);
    assertThat(settings.flag("f")).isTrue();
    assertThat(settings.choice("c", Colour.class)).isEqualTo(Colour.LIGHT_BLUE);
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1s, true", "10s, true", "999ms, false", "10001ms, false", "PT-5S, false"})
  void theBoundsOfADurationAreInclusive(String text, boolean allowed) {
    values.put(KEY, text);
    settings.duration(KEY, Duration.ofSeconds(1), Duration.ofSeconds(10));

    assertThat(settings.problems().isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "10, true", "0, false", "11, false", "-1, false", "99999999999, false"})
  void theBoundsOfANumberAreInclusive(String text, boolean allowed) {
    values.put(KEY, text);
    settings.number(KEY, 1, 10);

    assertThat(settings.problems().isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "on", "tru"})
  void aFlagIsTrueOrFalseAndNothingElse(String text) {
    values.put(KEY, text);
    settings.flag(KEY);

    assertThat(settings.problems()).containsExactly(new Problem(KEY, text, "true or false"));
  }

  @Test
  void everyBadKeyIsReportedWithItsValueAndWhatIsAllowed() {
    values.putAll(Map.of("d", "soon", "n", "many", "f", "maybe", "c", "green"));
    settings.duration("d", Duration.ofMillis(50), Duration.ofMinutes(1));
    settings.number("n", 1, 100);
    settings.flag("f");
    settings.choice("c", Colour.class);
    settings.number("missing", 1, 100);

    List<Problem> problems = settings.problems();

    assertThat(problems).extracting(Problem::key).containsExactly("c", "d", "f", "missing", "n");
    assertThat(problems)
        .extracting(Problem::value)
        .containsExactly("green", "soon", "maybe", "(missing)", "many");
    assertThat(problems.get(0).allowed()).contains("red, light-blue");
    assertThat(problems.get(1).allowed()).contains("50ms", "1m", "25s", "PT25S");
    assertThat(problems.get(4).allowed()).contains("from 1 to 100");
    assertThat(new InvalidConfigurationException(problems))
        .message()
        .contains("5 setting(s)")
        .contains("d = 'soon'", "n = 'many'", "f = 'maybe'", "c = 'green'", "missing = '(missing)'")
        .contains("must be a whole number from 1 to 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999999999d", "PT99999999999999999999S", "9223372036854775807d"})
  void aDurationBeyondAllMeasureIsAProblemLikeAnyOther(String text) {
    values.put(KEY, text);

    assertThatCode(() -> settings.duration(KEY, Duration.ZERO, Duration.ofDays(1)))
        .doesNotThrowAnyException();
    assertThat(settings.problems()).extracting(Problem::key).containsExactly(KEY);
  }

  @Test
  void anEmptyValueCountsAsMissing() {
    values.put(KEY, "  ");
    settings.number(KEY, 1, 10);

    assertThat(settings.problems()).extracting(Problem::value).containsExactly("(missing)");
  }

  @Test
  void aBadValueAtRunTimeKeepsTheLastGoodOneAndIsLoggedOnce() {
    values.put(KEY, "5");
    settings.number(KEY, 1, 10);
    try (LogCapture log = new LogCapture(Settings.class)) {
      values.put(KEY, "eleven");
      assertThat(settings.number(KEY, 1, 10)).isEqualTo(5);
      assertThat(settings.number(KEY, 1, 10)).isEqualTo(5);
      assertThat(log.lines()).singleElement().asString().contains(KEY, "eleven", "last good");

      values.put(KEY, "twelve");
      settings.number(KEY, 1, 10);
      assertThat(log.lines()).as("another bad value is news").hasSize(2);
    }
  }

  @Test
  void aValueRepairedAtRunTimeIsNoLongerAProblem() {
    values.put(KEY, "5");
    settings.number(KEY, 1, 10);
    try (LogCapture log = new LogCapture(Settings.class)) {
      values.put(KEY, "eleven");
      settings.number(KEY, 1, 10);
      values.put(KEY, "6");
      assertThat(settings.number(KEY, 1, 10)).isEqualTo(6);
      assertThat(settings.problems()).isEmpty();

      values.put(KEY, "eleven");
      assertThat(settings.number(KEY, 1, 10)).isEqualTo(6);
      assertThat(log.lines()).as("bad again is news again").hasSize(2);
    }
  }

  @Test
  void aBadValueAtTheStartIsNotLoggedAsItStopsTheStart() {
    try (LogCapture log = new LogCapture(Settings.class)) {
      values.put(KEY, "bad");
      settings.number(KEY, 1, 10);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void ourKeysThatNothingReadsAreUnknown() {
    values.put("heartwire.read", "5");
    values.put("heartwire.bad", "x");
    settings.number("heartwire.read", 1, 10);
    settings.number("heartwire.bad", 1, 10);

    assertThat(
            settings.unknown(
                List.of(
                    "heartwire.read",
                    "heartwire.bad",
                    "heartwire.hartbeat.interval",
                    "java.version",
                    "HEARTWIRE_READ")))
        .containsExactly("heartwire.hartbeat.interval");
  }

  @Test
  void aNameFromTheEnvironmentIsKnownByTheKeyThatReadsItsValue() {
    values.put("heartwire.chat.allow-history", "true");
    values.put("heartwire.chat.allow.history", "true");
    values.put("heartwire.chat.history-size", "5");
    values.put("heartwire.chat.history.size", "7");
    settings.flag("heartwire.chat.allow-history");
    settings.number("heartwire.chat.history-size", 0, 10);
    assertThat(settings.unknown(values.keySet())).containsExactly("heartwire.chat.history.size");
  }
}
