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

  @Test
  void oneBadItemIsEnoughToRefuseAList() {
    values.put(KEY, "1, 2,,3");
    assertThat(settings.list(KEY, "numbers", Integer::valueOf)).containsExactly(1, 2, 3);
    values.put(KEY, "1, two");
    assertThat(settings.list(KEY, "numbers", Integer::valueOf))
        .as("the last good value stays")
        .containsExactly(1, 2, 3);

    assertThat(settings.problems())
        .containsExactly(new ConfigProblem(KEY, "1, two", "a list of numbers"));
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

    assertThat(settings.problems()).containsExactly(new ConfigProblem(KEY, text, "true or false"));
  }

  @Test
  void everyBadKeyIsReportedWithItsValueAndWhatIsAllowed() {
    values.putAll(Map.of("d", "soon", "n", "many", "f", "maybe", "c", "green"));
    settings.duration("d", Duration.ofMillis(50), Duration.ofMinutes(1));
    settings.number("n", 1, 100);
    settings.flag("f");
    settings.choice("c", Colour.class);
    settings.number("missing", 1, 100);

    List<ConfigProblem> problems = settings.problems();

    assertThat(problems)
        .extracting(ConfigProblem::key)
        .containsExactly("c", "d", "f", "missing", "n");
    assertThat(problems)
        .extracting(ConfigProblem::value)
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
    assertThat(settings.problems()).extracting(ConfigProblem::key).containsExactly(KEY);
  }

  @Test
  void anEmptyValueCountsAsMissing() {
    values.put(KEY, "  ");
    settings.number(KEY, 1, 10);

    assertThat(settings.problems()).extracting(ConfigProblem::value).containsExactly("(missing)");
  }

  @Test
  void aBadValueAtRunTimeKeepsTheLastGoodOneAndIsLoggedOnce() {
    values.put(KEY, "5");
    settings.number(KEY, 1, 10);
    try (LogCapture log = new LogCapture(Settings.class)) {
      values.put(KEY, "eleven");
      assertThat(settings.number(KEY, 1, 10)).isEqualTo(5);
      assertThat(settings.number(KEY, 1, 10)).isEqualTo(5);
      assertThat(log.lines()).singleElement().asString().contains(KEY, "eleven", "last valid");

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
  void aListIsSeparatedByCommasAndMayHaveBlanksAndHoles() {
    values.put(KEY, " a, b ,,c,");

    assertThat(settings.list(KEY)).containsExactly("a", "b", "c");
    assertThat(settings.list("heartwire.missing")).isEmpty();
    values.put(KEY, " , ");
    assertThat(settings.list(KEY)).isEmpty();
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void aTextIsReadWithoutTheBlanksAroundItAndIsEmptyWhenMissing() {
    values.put(KEY, "  two words ");

    assertThat(settings.text(KEY)).isEqualTo("two words");
    assertThat(settings.text("heartwire.missing")).isEmpty();
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void aValueIsThereUnlessItIsBlank() {
    values.put(KEY, " x");
    values.put("heartwire.blank", "  ");

    assertThat(settings.has(KEY)).isTrue();
    assertThat(settings.has("heartwire.blank")).isFalse();
    assertThat(settings.has("heartwire.missing")).isFalse();
  }

  @Test
  void aSectionReadsByTheRestOfTheKeyWithDefaultsOfItsOwn() {
    values.put("heartwire.part.x.size", "7");
    values.put("heartwire.part.x.list", "a,b");
    Settings section =
        settings
            .section("heartwire.part.", Map.of())
            .section("x.", Map.of("size", "1", "on", "true"));

    assertThat(section.number("size", 0, 10)).isEqualTo(7);
    assertThat(section.flag("on")).isTrue();
    assertThat(section.list("list")).containsExactly("a", "b");
    assertThat(section.has("on")).as("a default is a value").isTrue();
    assertThat(section.has("heartwire.part.x.size")).isFalse();
  }

  @Test
  void whatASectionFindsBadIsAProblemOfTheWholeUnderItsFullKey() {
    values.put("heartwire.part.size", "many");
    Settings section = settings.section("heartwire.part.", Map.of());
    section.number("size", 0, 10);
    section.number("missing", 0, 10);

    assertThat(settings.problems())
        .extracting(ConfigProblem::key)
        .containsExactly("heartwire.part.missing", "heartwire.part.size");
  }

  @Test
  void whateverIsReadInASectionOrAsTextIsKnown() {
    settings.section("heartwire.part.", Map.of("size", "1")).number("size", 0, 10);
    settings.text("heartwire.text");
    settings.list("heartwire.list");

    assertThat(
            settings.unknown(
                List.of(
                    "heartwire.part.size", "heartwire.text", "heartwire.list", "heartwire.size")))
        .containsExactly("heartwire.size");
  }

  @Test
  void aValueThatIsWrongBesideAnotherIsRefusedWithItsRemedyAndStopsTheStartSilently() {
    values.put("heartwire.part.size", " 5 ");
    Settings section = settings.section("heartwire.part.", Map.of());
    section.number("size", 0, 10);
    try (LogCapture log = new LogCapture(Settings.class)) {
      section.refuse("size", "0 where it is dark");
      section.refuse("missing", "given where it is dark");

      assertThat(settings.problems())
          .containsExactly(
              new ConfigProblem("heartwire.part.missing", "(missing)", "given where it is dark"),
              new ConfigProblem("heartwire.part.size", "5", "0 where it is dark"));
      assertThat(log.lines()).as("the start stops and tells").isEmpty();
    }
  }

  @Test
  void aRefusalDoesNotHideThatTheValueCouldNotBeRead() {
    values.put(KEY, "many");
    settings.number(KEY, 0, 10);
    settings.refuse(KEY, "above 0");

    assertThat(settings.problems())
        .containsExactly(new ConfigProblem(KEY, "many", "a whole number from 0 to 10"));
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
