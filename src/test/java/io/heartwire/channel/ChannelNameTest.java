package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "orders:42", "a.b-c_d#1", "_-.:#,@$=+!~&*", "#1,2"})
  void lettersDigitsAndSomeSignsFitEverywhere(String text) {
    assertThat(ChannelName.parse(text)).contains(new ChannelName(text));
    assertThat(new ChannelName(text)).hasToString(text);
    assertThat(new ChannelName(text).fitsPath()).isTrue();
    assertThat(new ChannelName(text).isPrintableAscii()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ", "a b", "a/b", "a[", "a]", "`", "@[", "a{", "/:;", "a%", "a?", "a\\", "a'", "a\"", "a|",
        "a^", "a(", "a)", "a<", "a>"
      })
  void otherPrintableAsciiDoesNotFitAPath(String text) {
    assertThat(new ChannelName(text).isPrintableAscii()).isTrue();
    assertThat(new ChannelName(text).fitsPath()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00fc", "\u0663", "news:\u65b0\u805e", "\ud83d\ude00", "\u00a0"})
  void otherTextIsForTheServerAlone(String text) {
    assertThat(ChannelName.parse(text)).contains(new ChannelName(text));
    assertThat(new ChannelName(text).isPrintableAscii()).isFalse();
    assertThat(new ChannelName(text).fitsPath()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\n", "\u0000", "\u007f", "\u0085", "a\u2028", "\u2029"})
  void controlCharactersMakeNoName(String text) {
    assertRefused(text);
  }

  @Test
  void halfACharacterMakesNoName() {
    assertRefused("a\ud83d");
    assertRefused("\ude00a");
  }

  @Test
  void aNameHasAtMost255Bytes() {
    assertThat(ChannelName.parse("x".repeat(255))).isPresent();
    assertThat(ChannelName.parse("x".repeat(256))).isEmpty();
    assertThat(ChannelName.parse("\u65b0".repeat(85))).isPresent();
    assertThat(ChannelName.parse("\u65b0".repeat(86))).isEmpty();
    assertThat(ChannelName.parse("\ud83d\ude00".repeat(63))).isPresent();
    assertThat(ChannelName.parse("\ud83d\ude00".repeat(64))).isEmpty();
  }

  private static void assertRefused(String text) {
    assertThat(ChannelName.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChannelName(text))
        .withMessageContaining(ChannelName.RULE);
  }

  @ParameterizedTest
  @CsvSource({"orders:42, orders", "a:b:c, a", "news, ''", "a#b:c, a#b", ":a, ''", "a:, a"})
  void whatStandsBeforeTheFirstColonIsTheNamespace(String name, String namespace) {
    assertThat(new ChannelName(name).namespace()).isEqualTo(namespace);
  }

  @Test
  void theUsersBehindTheLastHashAreNamed() {
    ChannelName name = new ChannelName("talk#0:x#1,22");

    assertThat(name.isUserLimited()).isTrue();
    assertThat(name.names("1")).isTrue();
    assertThat(name.names("22")).isTrue();
    assertThat(name.names("2")).as("a part of a name is another's").isFalse();
    assertThat(name.names("0:x")).as("only the last hash counts").isFalse();
    assertThat(name.names("1,22")).as("all of them are nobody").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "a#", "#,", "#1,,2"})
  void anAnonymousClientIsNeverNamed(String name) {
    assertThat(new ChannelName(name).isUserLimited()).isTrue();
    assertThat(new ChannelName(name).names("")).isFalse();
  }

  @Test
  void aNameWithoutAHashNamesNobodyAndLimitsNobody() {
    assertThat(new ChannelName("a,b").isUserLimited()).isFalse();
    assertThat(new ChannelName("a,b").names("b")).isFalse();
  }
}
