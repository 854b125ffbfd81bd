package io.heartwire.health;

import io.heartwire.connection.TransportFigures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * DOWN when an event loop, or a pool whose threads peers can block, has had work for 10 s and made
 * no progress: its connections hang, and a restart helps.
 */
@Liveness
@ApplicationScoped
class WireLiveness implements HealthCheck {
  @Inject private TransportFigures figures;

  @Override
  public HealthCheckResponse call() {
    List<String> stalled = figures.stalled();
    return HealthCheckResponse.named("wire")
        .status(stalled.isEmpty())
        .withData("stalled", String.join(", ", stalled))
        .withData("stuckThreads", figures.stuckThreads())
        .withData("mode", figures.isPortable() ? "portable" : "auto")
        .build();
  }
}
