package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {
  private static final Map<String, List<String>> QUERY =
      Map.of("token", List.of("q"), "other", List.of("o"));

  @ParameterizedTest
  @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER   abc "})
  void aHeaderOfThatSchemeIsOne(String header) {
    assertThat(brought(header, List.of()).find("")).containsExactly("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic abc", "Bearerabc", "apikey abc", ""})
  void aHeaderOfAnotherSchemeIsNone(String header) {
    assertThat(brought(header, List.of()).find("")).isEmpty();
  }

  @Test
  void aSubprotocolOfThatNameIsOne() {
    assertThat(brought("", List.of("heartwire", "bearer.a.b-c_d", "chat")).find(""))
        .containsExactly("a.b-c_d");
  }

  @Test
  void theConfiguredParameterIsOneAndNoOther() {
    BearerTokens tokens = brought("", List.of());

    assertThat(tokens.find("token")).containsExactly("q");
    assertThat(tokens.find("access_token")).isEmpty();
    assertThat(tokens.find("")).as("it is switched off").isEmpty();
  }

  @Test
  void allOfThemAreFound() {
    assertThat(brought("Bearer h", List.of("bearer.s")).find("token"))
        .containsExactlyInAnyOrder("h", "s", "q");
  }

  @Test
  void noneOfThemIsShown() {
    assertThat(brought("Bearer hush", List.of("bearer.hush")).toString()).doesNotContain("hush");
  }

  private static BearerTokens brought(String authorization, List<String> subprotocols) {
    return new BearerTokens(
        Optional.of(authorization).filter(header -> !header.isEmpty()),
        subprotocols,
        name -> QUERY.getOrDefault(name, List.of()));
  }
}
