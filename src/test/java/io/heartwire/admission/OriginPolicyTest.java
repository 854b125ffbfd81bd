package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
  private static final RequestHost ELSEWHERE = new RequestHost("gateway.example.org", 9080, false);

  @ParameterizedTest
  @CsvSource({
    // origin, host, port, known to be secure
    "http://app.example.com, app.example.com, 80, false",
    "http://app.example.com:9080, app.example.com, 9080, false",
    "https://app.example.com, app.example.com, 443, true",
    "https://app.example.com:8443, app.example.com, 8443, true",
    "HTTP://App.Example.Com, APP.example.COM, 80, false",
    "http://127.0.0.1:9080, 127.0.0.1, 9080, false",
    "http://[::1]:9080, [::1], 9080, false",
    "http://[::1]:9080, ::1, 9080, false",
    // behind a proxy that ends TLS and does not say so
    "https://app.example.com, app.example.com, 80, false",
    "https://app.example.com:8443, app.example.com, 8443, false",
    // behind one that says so, but not at which port
    "https://app.example.com, app.example.com, 80, true",
  })
  void pagesOfTheGatewaysOwnOriginMayConnect(
      String origin, String host, int port, boolean isSecure) {
    assertThat(policy().allows(Optional.of(origin), new RequestHost(host, port, isSecure)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example.com, app.example.com, 80, false",
    "http://app.example.com.evil.com, app.example.com, 80, false",
    "http://evilapp.example.com, app.example.com, 80, false",
    "http://app.example.com:81, app.example.com, 80, false",
    "http://app.example.com, app.example.com, 9080, false",
    "https://app.example.com:444, app.example.com, 443, true",
    // a page that anybody on the way may have written
    "http://app.example.com, app.example.com, 443, true",
    "http://app.example.com:8443, app.example.com, 8443, true",
    // a scheme that only looks as if it had that host
    "capacitor://app.example.com, app.example.com, 80, false",
    "capacitor://app.example.com:9080, app.example.com, 9080, false",
  })
  void pagesOfOthersMayNot(String origin, String host, int port, boolean isSecure) {
    assertThat(policy().allows(Optional.of(origin), new RequestHost(host, port, isSecure)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, https://app.example.com",
    "https://app.example.com, https://app.example.com:443",
    "https://app.example.com:443, https://app.example.com",
    "https://App.example.com:8443, https://app.Example.com:8443",
    "https://*.example.com, https://app.example.com",
    "https://*.example.com, https://a.b.example.com",
    "http://localhost:*, http://localhost:5173",
    "http://localhost:*, http://localhost",
    "http://[::1]:*, http://[::1]:5173",
    "capacitor://localhost, capacitor://localhost",
    "*, https://anything.example.net",
    "*, null",
    "*, gibberish"
  })
  void pagesThatAPatternMatchesMayConnect(String pattern, String origin) {
    assertThat(policy(pattern).allows(Optional.of(origin), ELSEWHERE)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, http://app.example.com",
    "https://app.example.com, https://app.example.com:8443",
    "https://app.example.com, https://app.example.com.evil.com",
    "https://app.example.com, https://app-example.com",
    "https://*.example.com, https://example.com",
    "https://*.example.com, https://evilexample.com",
    "https://*.example.com, https://.example.com",
    "https://*.example.com, http://app.example.com",
    "https://*.example.com, https://app.example.com:8443",
    "https://*.example.com, https://evil.com/.example.com",
    "https://*.example.com, https://evil.com#.example.com",
    "https://*.example.com, https://evil.com@app.example.com",
    "https://*.example.com, 'https://app.example.com https://evil.com'",
    "http://localhost:*, http://localhost.evil.com",
    "https://app.example.com, null",
    "https://app.example.com, ''",
    "https://app.example.com, app.example.com"
  })
  void noOthersMay(String pattern, String origin) {
    assertThat(policy(pattern).allows(Optional.of(origin), ELSEWHERE)).isFalse();
  }

  @Test
  void anEndlessOriginIsNoneAndCostsNothing() {
    String endless = "https://" + "a.".repeat(100_000) + "example.com";

    assertThat(policy("https://*.example.com").allows(Optional.of(endless), ELSEWHERE)).isFalse();
  }

  @Test
  void anyOfSeveralPatternsIsEnough() {
    OriginPolicy two = policy("https://a.example.com", "https://b.example.com");

    assertThat(two.allows(Optional.of("https://b.example.com"), ELSEWHERE)).isTrue();
    assertThat(two.allows(Optional.of("https://c.example.com"), ELSEWHERE)).isFalse();
  }

  @Test
  void clientsWithoutAnOriginMayConnectOnlyWhereThatIsAllowed() {
    for (List<OriginPattern> any : List.of(List.<OriginPattern>of(), List.of(OriginPattern.ANY))) {
      assertThat(new OriginPolicy(any, true).allows(Optional.empty(), ELSEWHERE)).isTrue();
      assertThat(new OriginPolicy(any, false).allows(Optional.empty(), ELSEWHERE)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example.com",
        "https://",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://*",
        "https://*example.com",
        "https://app.*.com",
        "https://**.example.com",
        "https://app.example.com:",
        "https://app.example.com:port",
        "https://user@example.com",
        "https://bücher.example",
        "*.example.com",
        "null"
      })
  void aPatternOfAnotherFormIsNone(String text) {
    assertThatThrownBy(() -> OriginPattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static OriginPolicy policy(String... patterns) {
    return new OriginPolicy(Arrays.stream(patterns).map(OriginPattern::parse).toList(), true);
  }
}
