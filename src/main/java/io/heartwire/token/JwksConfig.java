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
 * The settings for fetching a key set.
 *
 * @param url the URL of a JSON Web Key Set; empty = none
 * @param refresh the interval between fetches
 * @param cooldown the least time between two attempts, whatever causes them
 * @param timeout how long one attempt may take
 * @param maxBytes the most bytes of a response
 */
@Dependent
record JwksConfig(
    Optional<URI> url, Duration refresh, Duration cooldown, Duration timeout, int maxBytes)
    implements ConfigGroup {
  static final String URL = "heartwire.token.jwks-url";

  /** Tokens with invented keys must not make the gateway a flood for the issuer. */
  private static final Duration COOLDOWN = Duration.ofSeconds(5);

  /** A key set is a small static document: a server that takes longer is ill. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Some hundred keys with certificates; issuers publish a handful. */
  private static final int MAX_BYTES = 256 * 1024;

  @Inject
  JwksConfig(Settings settings) {
    this(
        settings.secret(URL, JwksConfig::parse),
        settings.duration(
            "heartwire.token.jwks-refresh", Duration.ofSeconds(1), Duration.ofDays(1)),
        COOLDOWN,
        TIMEOUT,
        MAX_BYTES);
  }

  /** Returns the URL without parts that may be secret, for the log. */
  String shownUrl() {
    return url.map(it -> it.getScheme() + "://" + it.getAuthority() + it.getRawPath()).orElse("");
  }

  @Override
  public String toString() {
    return "JwksConfig[url=%s, refresh=%s, cooldown=%s, timeout=%s, maxBytes=%d]"
        .formatted(shownUrl(), refresh, cooldown, timeout, maxBytes);
  }

  private static URI parse(String text) {
    String allowed = "a URL such as https://issuer.example/jwks.json, without a password";
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
