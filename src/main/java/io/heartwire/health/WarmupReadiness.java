package io.heartwire.health;

import io.heartwire.warmup.Warmup;
import io.heartwire.warmup.WarmupReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP once the warm-up is over, however it went. */
@Readiness
@ApplicationScoped
class WarmupReadiness implements HealthCheck {
  @Inject private Warmup warmup;

  @Override
  public HealthCheckResponse call() {
    WarmupReport report = warmup.report();
    return HealthCheckResponse.named("warmup")
        .status(report.isOver())
        .withData("state", report.state().name().toLowerCase(Locale.ROOT))
        .withData("handshakes", report.handshakes())
        .withData("tookMillis", report.took().toMillis())
        .build();
  }
}
