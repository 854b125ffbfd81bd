package io.heartwire.health;

import io.heartwire.hub.TokenPolicy;
import io.heartwire.token.JwksKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * DOWN while no client can be admitted: tokens are required, and the keys to verify them have never
 * been fetched. Once there are keys it stays UP, since the last good keys stay in use. Where tokens
 * are not required it is UP, since a failed key server must not keep other clients out.
 */
@Readiness
@ApplicationScoped
class TokensReadiness implements HealthCheck {
  @Inject private JwksKeys jwks;
  @Inject private Provider<TokenPolicy> policy;

  @Override
  public HealthCheckResponse call() {
    JwksKeys.State state = jwks.state();
    return HealthCheckResponse.named("tokens")
        .status(state != JwksKeys.State.MISSING || !policy.get().isRequired())
        .withData("jwks", state.name().toLowerCase(Locale.ROOT))
        .withData("keys", jwks.count())
        .withData("ageSeconds", jwks.age().map(Duration::toSeconds).orElse(0L))
        .withData("failedFetches", jwks.failed())
        .withData("circuit", jwks.isCircuitOpen() ? "open" : "closed")
        .build();
  }
}
