package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
  private final ApiKey key = new ApiKey("sésame");

  @Test
  void mustOpenToItselfUnderEitherHeader() {
    assertThat(key.opens(shown("sésame", null, null))).isTrue();
    assertThat(key.opens(shown(null, "apikey sésame", null))).isTrue();
    assertThat(key.opens(shown(null, "ApiKey sésame", null))).isTrue();
  }

  @Test
  void mustOpenToItselfInTheAddress() {
    assertThat(key.opens(shown(null, null, "sésame"))).isTrue();
    assertThat(key.opens(shown("wrong", null, "sésame"))).isTrue();
    assertThat(key.opens(shown(null, null, "sesame"))).isFalse();
    assertThat(key.opens(shown(null, null, ""))).isFalse();
    assertThat(new ApiKey("").opens(shown(null, null, ""))).isFalse();
  }

  @Test
  void mustNotOpenToAnythingElse() {
    assertThat(key.opens(shown(null, null, null))).isFalse();
    assertThat(key.opens(shown("", "", null))).isFalse();
    assertThat(key.opens(shown("sesame", null, null))).isFalse();
    assertThat(key.opens(shown(null, "Bearer sésame", null))).isFalse();
    assertThat(key.opens(shown("wrong", "apikey sésame", null))).isFalse();
  }

  @Test
  void unsetKeyMustOpenToNothing() {
    ApiConfig config = new ApiConfig(TestSettings.with(Map.of()));

    assertThat(config.key().opens(shown("", null, null))).isFalse();
    assertThat(config.key().opens(shown(null, "apikey ", null))).isFalse();
    assertThat(config.key().opens(shown(null, null, null))).isFalse();
  }

  @Test
  void configurationMustNotShowTheKey() {
    ApiConfig config = new ApiConfig(TestSettings.with(Map.of("heartwire.api.key", "sesame")));

    assertThat(config.toString()).contains("key=set").doesNotContain("sesame");
  }

  @Test
  void keyThatIsShownMustNotShowInALog() {
    assertThat(shown("sésame", "apikey sésame", "sésame").toString()).doesNotContain("same");
  }

  private static ApiKey.Presented shown(String header, String authorization, String parameter) {
    return new ApiKey.Presented(header, authorization, parameter);
  }
}
