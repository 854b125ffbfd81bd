package io.heartwire.health;

import io.heartwire.channel.ChannelRules;
import io.heartwire.heartbeat.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * UP once the configuration is accepted and the heartbeat runs. It also shows whether the gateway
 * is in insecure mode, which the console displays, so that nobody overlooks it.
 */
@Startup
@ApplicationScoped
class GatewayStartup implements HealthCheck {
  @Inject private Heartbeat heartbeat;
  @Inject private ChannelRules rules;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("gateway")
        .status(heartbeat.isBeating())
        .withData("insecure", rules.isInsecure())
        .build();
  }
}
