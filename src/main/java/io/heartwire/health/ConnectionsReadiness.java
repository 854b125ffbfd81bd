package io.heartwire.health;

import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.drain.Drain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP while new clients are admitted: the pool is not full, and the gateway is not draining. */
@Readiness
@ApplicationScoped
class ConnectionsReadiness implements HealthCheck {
  @Inject private ConnectionRegistry connections;
  @Inject private Drain drain;

  @Override
  public HealthCheckResponse call() {
    ConnectionCounts counts = connections.counts();
    boolean isDraining = drain.refusesClients();
    return HealthCheckResponse.named("connections")
        .status(!counts.isAtCapacity() && !isDraining)
        .withData("live", counts.live())
        .withData("stale", counts.stale())
        .withData("pending", counts.pending())
        .withData("closing", counts.closing())
        .withData("total", counts.total())
        .withData("capacity", counts.capacity())
        .withData("draining", isDraining)
        .build();
  }
}
