package io.heartwire.health;

import io.heartwire.heartbeat.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** UP while sweeps complete; never DOWN because of clients, since a restart would not help. */
@Liveness
@ApplicationScoped
class HeartbeatLiveness implements HealthCheck {
  @Inject private Heartbeat heartbeat;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("heartbeat")
        .status(heartbeat.isBeating())
        .withData("lastSweepAgeMillis", heartbeat.lastSweepAge().toMillis())
        .withData("lateSweeps", heartbeat.lateSweeps())
        .build();
  }
}
