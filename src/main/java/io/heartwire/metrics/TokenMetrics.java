package io.heartwire.metrics;

import io.heartwire.hub.RevokedTokens;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.Tokens;
import io.heartwire.token.JwksKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.util.Locale;

/** The figures of tokens, and of the keys that verify them. */
@ApplicationScoped
class TokenMetrics {

  void tokens(
      @Observes Startup event, MetricsRegistry metrics, Tokens tokens, RevokedTokens revoked) {
    metrics.counter(
        "heartwire_tokens_total",
        "Tokens looked at, by what was found",
        "found",
        samples -> {
          samples.sample("good", tokens.accepted());
          for (TokenException.Flaw flaw : TokenException.Flaw.values()) {
            samples.sample(flaw.name().toLowerCase(Locale.ROOT), tokens.flawed(flaw));
          }
        });
    metrics.gauge("heartwire_revocations", "Revocations that are kept", revoked::count);
    metrics.counter(
        "heartwire_revocations_refused_total",
        "Revocations refused for want of room",
        revoked::refused);
  }

  void keys(@Observes Startup event, MetricsRegistry metrics, JwksKeys jwks) {
    metrics.counter(
        "heartwire_jwks_fetches_total",
        "Attempts to fetch the set of keys",
        "outcome",
        samples -> {
          samples.sample("fetched", jwks.fetched());
          samples.sample("failed", jwks.failed());
        });
    metrics.gauge("heartwire_jwks_keys", "Keys of the set that are in force", jwks::count);
    metrics.gauge(
        "heartwire_jwks_age_seconds",
        "Since when the keys in force are known to be the server's; 0 without any",
        () -> jwks.age().map(Duration::toMillis).orElse(0L) / 1e3);
  }
}
