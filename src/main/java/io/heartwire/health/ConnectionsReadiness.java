package io.heartwire.health;

import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP while another client would be taken in. */
@Readiness
@ApplicationScoped
class ConnectionsReadiness implements HealthCheck {
  @Inject private ConnectionRegistry connections;

  @Override
  public HealthCheckResponse call() {
    ConnectionCounts counts = connections.counts();
    return HealthCheckResponse.named("connections")
        .status(!counts.isAtCapacity())
        .withData("live", counts.live())
        .withData("stale", counts.stale())
        .withData("pending", counts.pending())
        .withData("closing", counts.closing())
        .withData("total", counts.total())
        .withData("capacity", counts.capacity())
        .withData("draining", false)
        .build();
  }
}
