package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "_", "-", ".", ":", "#", "orders:42", "a.b-c_d#1"})
  void lettersDigitsAndAFewSignsMakeAName(String text) {
    assertThat(ChannelName.parse(text)).contains(new ChannelName(text));
    assertThat(new ChannelName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "a/b", "ü", "٣", "a\n", "\u0000", "a,b", "$a", "*", "a@b", "a[", "`"
      })
  void anythingElseDoesNot(String text) {
    assertThat(ChannelName.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChannelName(text))
        .withMessageContaining(ChannelName.RULE);
  }

  @Test
  void aNameHasAtMost128Characters() {
    assertThat(ChannelName.parse("x".repeat(128))).isPresent();
    assertThat(ChannelName.parse("x".repeat(129))).isEmpty();
  }
}
