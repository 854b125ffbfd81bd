package io.heartwire.metrics;

import static io.heartwire.metrics.Gauges.gauge;

import io.heartwire.hub.RevokedTokens;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.Tokens;
import io.heartwire.token.Jwks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The figures of tokens, and of the keys that verify them. */
@ApplicationScoped
class TokenMetrics {

  void tokens(
      @Observes Startup event, MetricRegistry metrics, Tokens tokens, RevokedTokens revoked) {
    String name = "heartwire_tokens";
    String what = "Tokens looked at since the start, by what was found";
    gauge(metrics, name, what, tokens::accepted, new Tag("found", "good"));
    for (TokenException.Flaw flaw : TokenException.Flaw.values()) {
      Tag found = new Tag("found", flaw.name().toLowerCase(Locale.ROOT));
      gauge(metrics, name, what, () -> tokens.flawed(flaw), found);
    }
    gauge(metrics, "heartwire_revocations", "Revocations that are kept", revoked::count);
    gauge(
        metrics,
        "heartwire_revocations_refused",
        "Revocations refused for want of room since the start",
        revoked::refused);
  }

  void keys(@Observes Startup event, MetricRegistry metrics, Jwks jwks) {
    String name = "heartwire_jwks_fetches";
    String what = "Attempts to fetch the set of keys since the start";
    gauge(metrics, name, what, jwks::fetched, new Tag("outcome", "fetched"));
    gauge(metrics, name, what, jwks::failed, new Tag("outcome", "failed"));
    gauge(metrics, "heartwire_jwks_keys", "Keys of the set that are in force", jwks::count);
    gauge(
        metrics,
        "heartwire_jwks_age_seconds",
        "Since when the keys in force are known to be the server's; 0 without any",
        () -> jwks.age().map(Duration::toMillis).orElse(0L) / 1e3);
  }
}
