package io.heartwire.health;

import io.heartwire.heartbeat.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** UP once the configuration is accepted and the heartbeat has begun. */
@Startup
@ApplicationScoped
class GatewayStartup implements HealthCheck {
  @Inject private Heartbeat heartbeat;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("gateway").status(heartbeat.isBeating()).build();
  }
}
