package io.heartwire.health;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineState;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows the state of the engine and how many nodes there are. DOWN while the engine cannot be
 * reached, if the settings want it: they do not by default, since all nodes lose a shared engine at
 * once, and no ready node would be left.
 */
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {
  @Inject private Engine engine;
  @Inject private Cluster cluster;
  @Inject private Provider<BrokerHealthConfig> config;
  @Inject private TimeSource time;

  @Override
  public HealthCheckResponse call() {
    EngineState state = engine.state();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("broker")
            .status(config.get().isReady(state.status()))
            .withData("engine", state.name())
            .withData("state", state.status().name().toLowerCase(Locale.ROOT))
            .withData("nodes", cluster.size())
            .withData("sinceSeconds", Duration.ofNanos(time.nanos() - state.since()).toSeconds());
    return state.detail().isEmpty()
        ? response.build()
        : response.withData("problem", state.detail()).build();
  }
}
