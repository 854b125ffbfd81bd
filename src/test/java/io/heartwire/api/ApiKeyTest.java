package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
  private final ApiKey key = new ApiKey("sésame");

  @Test
  void mustOpenToItselfUnderEitherHeader() {
    assertThat(key.opens("sésame", null)).isTrue();
    assertThat(key.opens(null, "apikey sésame")).isTrue();
    assertThat(key.opens(null, "ApiKey sésame")).isTrue();
  }

  @Test
  void mustNotOpenToAnythingElse() {
    assertThat(key.opens(null, null)).isFalse();
    assertThat(key.opens("", "")).isFalse();
    assertThat(key.opens("sesame", null)).isFalse();
    assertThat(key.opens(null, "Bearer sésame")).isFalse();
    assertThat(key.opens("wrong", "apikey sésame")).isFalse();
  }

  @Test
  void unsetKeyMustOpenToNothing() {
    ApiConfig config = new ApiConfig(TestSettings.with(Map.of()));

    assertThat(config.key().opens("", null)).isFalse();
    assertThat(config.key().opens(null, "apikey ")).isFalse();
    assertThat(config.key().opens(null, null)).isFalse();
  }

  @Test
  void configurationMustNotShowTheKey() {
    ApiConfig config = new ApiConfig(TestSettings.with(Map.of("heartwire.api.key", "sesame")));

    assertThat(config.toString()).contains("key=set").doesNotContain("sesame");
  }
}
