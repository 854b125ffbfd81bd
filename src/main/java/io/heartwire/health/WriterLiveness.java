package io.heartwire.health;

import io.heartwire.connection.TransportFigures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** DOWN when so many threads are blocked by peers that connections stand still: restart heals. */
@Liveness
@ApplicationScoped
class WriterLiveness implements HealthCheck {
  @Inject private TransportFigures figures;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("writers")
        .status(!figures.isMute())
        .withData("stuckThreads", figures.stuckThreads())
        .build();
  }
}
