package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "* orders:42",
        "orders:* orders:42",
        "*:42 orders:42",
        "*r*:* orders:42",
        "orders:?? orders:42",
        "orders:[0-9][13-5] orders:44",
        "orders:[!a-c]2 orders:42",
        "{users,orders}:* orders:42",
        "{o{x,rd}ers,users}* orders:42",
        "orders{,:*} orders",
        "a\\*b a*b",
        "[\\]-]a -a",
      })
  void mustMatch(String pattern, String name) {
    assertThat(Glob.parse(pattern).matches(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "orders orders:42",
        "orders:? orders:42",
        "*x* orders:42",
        "[!o]* orders:42",
        "{users,teams}:* orders:42",
        "a\\*b axb",
      })
  void mustNotMatch(String pattern, String name) {
    assertThat(Glob.parse(pattern).matches(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a", "[", "{a,b", "a\\", "[z-a]"})
  void mustRefuseWhatIsNoPattern(String pattern) {
    assertThatThrownBy(() -> Glob.parse(pattern))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("pattern");
  }

  @Test
  void noPatternMayTakeLong() {
    String pattern = "{*a,*a*}".repeat(30);

    assertThat(Glob.parse(pattern).matches("a".repeat(254) + "b")).isTrue();
    assertThat(Glob.parse("*a".repeat(100) + "c").matches("a".repeat(255))).isFalse();
  }
}
