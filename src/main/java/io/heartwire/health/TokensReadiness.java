package io.heartwire.health;

import io.heartwire.hub.TokenPolicy;
import io.heartwire.token.Jwks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * DOWN while nobody could come in: tokens are required, and the keys to verify them with were never
 * fetched. Once there are keys it stays UP, since the last good ones stay in force; and where
 * clients may come without a token, a server of keys that is down must not keep them out.
 */
@Readiness
@ApplicationScoped
class TokensReadiness implements HealthCheck {
  @Inject private Jwks jwks;
  @Inject private Provider<TokenPolicy> policy;

  @Override
  public HealthCheckResponse call() {
    Jwks.State state = jwks.state();
    return HealthCheckResponse.named("tokens")
        .status(state != Jwks.State.MISSING || !policy.get().isRequired())
        .withData("jwks", state.name().toLowerCase(Locale.ROOT))
        .withData("keys", jwks.count())
        .withData("ageSeconds", jwks.age().map(Duration::toSeconds).orElse(0L))
        .withData("failedFetches", jwks.failed())
        .withData("circuit", jwks.isCircuitOpen() ? "open" : "closed")
        .build();
  }
}
