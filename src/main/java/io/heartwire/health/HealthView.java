package io.heartwire.health;

import io.heartwire.hub.HealthChecks;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The same checks as probes see, for people. */
@Singleton
class HealthView implements HealthChecks {
  private static final Map<Class<? extends Annotation>, String> KINDS =
      Map.of(Liveness.class, "live", Readiness.class, "ready", Startup.class, "started");

  private final Instance<HealthCheck> checks;

  @Inject
  HealthView(@Any Instance<HealthCheck> checks) {
    this.checks = checks;
  }

  @Override
  public List<Checked> run() {
    List<Checked> all = new ArrayList<>();
    for (Instance.Handle<HealthCheck> handle : checks.handles()) {
      List<String> kinds = kinds(handle.getBean().getQualifiers());
      if (!kinds.isEmpty()) {
        all.add(run(handle.get(), kinds));
      }
    }
    return all;
  }

  /** One that throws is down, as for probes. */
  private static Checked run(HealthCheck check, List<String> kinds) {
    try {
      HealthCheckResponse answer = check.call();
      return new Checked(
          answer.getName(),
          answer.getStatus() == HealthCheckResponse.Status.UP,
          kinds,
          answer.getData().orElse(Map.of()));
    } catch (RuntimeException failure) {
      return new Checked(
          check.getClass().getSimpleName(), false, kinds, Map.of("problem", failure.toString()));
    }
  }

  private static List<String> kinds(Set<Annotation> qualifiers) {
    return qualifiers.stream()
        .map(qualifier -> KINDS.getOrDefault(qualifier.annotationType(), ""))
        .filter(kind -> !kind.isEmpty())
        .sorted()
        .toList();
  }
}
