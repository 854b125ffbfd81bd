package io.heartwire.health;

import io.heartwire.warmup.Warmup;
import io.heartwire.warmup.WarmupReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * UP once the warm-up is over, whatever its result. DOWN while the gateway's own test clients
 * connect but are not served correctly; the data says why.
 */
@Readiness
@ApplicationScoped
class WarmupReadiness implements HealthCheck {
  @Inject private Warmup warmup;

  @Override
  public HealthCheckResponse call() {
    WarmupReport report = warmup.report();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("warmup")
            .status(report.isOver())
            .withData("state", report.state().name().toLowerCase(Locale.ROOT))
            .withData("handshakes", report.handshakes())
            .withData("tookMillis", report.took().toMillis());
    return report.problem().isEmpty()
        ? response.build()
        : response.withData("problem", report.problem()).build();
  }
}
