package io.heartwire.health;

import io.heartwire.hook.BeanFigures;
import io.heartwire.hook.Hooks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows the state of the application's beans, and is always UP. The services that they call usually
 * fail for all nodes at once, so that no ready node would be left; and clients that do not need the
 * beans are still served.
 */
@Readiness
@ApplicationScoped
class HooksReadiness implements HealthCheck {
  @Inject private Hooks hooks;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("hooks").up();
    for (BeanFigures bean : hooks.figures()) {
      response.withData(bean.bean(), state(bean));
    }
    return response.build();
  }

  /** Such as {@code open, 3 under way, 2 hanging}. */
  private static String state(BeanFigures bean) {
    return "%s, %d under way, %d hanging"
        .formatted(
            bean.circuit().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            bean.underWay(),
            bean.hanging());
  }
}
