package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessKeyTest {

  @Test
  void itIsItselfAndNothingElse() {
    AccessKey key = new AccessKey("sésame");

    assertThat(key.isSet()).isTrue();
    assertThat(key.matches("sésame")).isTrue();
    assertThat(key.matches("sesame")).isFalse();
    assertThat(key.matches("sésame ")).isFalse();
    assertThat(key.matches("")).isFalse();
    assertThat(key.matches(null)).isFalse();
  }

  @Test
  void withoutOneNothingIsIt() {
    AccessKey none = new AccessKey("");

    assertThat(none.isSet()).isFalse();
    assertThat(none.matches("")).isFalse();
    assertThat(none.matches(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "Bearer abc, abc",
        "bearer abc, abc",
        "'Bearer  abc ', abc",
        "'Bearer ', ''",
        "Bearer, none",
        "Bearerabc, none",
        "Basic abc, none",
        "'', none",
        "none, none"
      })
  void credentialsFollowTheirScheme(String header, String credentials) {
    assertThat(AccessKey.credentials(header, "Bearer")).isEqualTo(credentials);
  }

  @Test
  void itDoesNotShow() {
    assertThat(new AccessKey("sesame")).hasToString("set");
    assertThat(new AccessKey("")).hasToString("unset");
  }
}
