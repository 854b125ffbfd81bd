package io.heartwire.token;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where keys are fetched from, and how.
 *
 * @param url of a JSON Web Key Set; empty = from nowhere
 * @param refresh how often
 * @param cooldown how long to wait between two attempts, whatever asks for them
 * @param timeout how long one may take
 * @param maxBytes the longest answer
 */
@Dependent
record JwksConfig(
    Optional<URI> url, Duration refresh, Duration cooldown, Duration timeout, int maxBytes)
    implements ConfigGroup {
  static final String URL = "heartwire.token.jwks-url";

  @Inject
  JwksConfig(Settings settings) {
    this(
        settings.secret(URL, JwksConfig::parse),
        settings.duration(
            "heartwire.token.jwks-refresh", Duration.ofSeconds(1), Duration.ofDays(1)),
        settings.duration(
            "heartwire.token.jwks-cooldown", Duration.ofMillis(100), Duration.ofHours(1)),
        settings.duration(
            "heartwire.token.jwks-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
        settings.number("heartwire.token.jwks-max-bytes", 1024, 16 << 20));
  }

  /** Without what may be secret in it: it may end up in a log. */
  String shownUrl() {
    return url.map(it -> it.getScheme() + "://" + it.getAuthority() + it.getRawPath()).orElse("");
  }

  @Override
  public String toString() {
    return "JwksConfig[url=%s, refresh=%s, cooldown=%s, timeout=%s, maxBytes=%d]"
        .formatted(shownUrl(), refresh, cooldown, timeout, maxBytes);
  }

  private static URI parse(String text) {
    String allowed = "an address such as https://issuer.example/jwks.json, without a password";
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      if (isHttp && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(allowed, malformed);
    }
    throw new IllegalArgumentException(allowed);
  }
}
