package io.heartwire.it.kubernetes;

import io.heartwire.config.Settings;
import io.heartwire.connection.PoolConfig;
import io.heartwire.testkit.TestSettings;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The base or one of the overlays, and what it says of the gateway. */
record Overlay(String name, Manifests manifests) {
  static final String DEADLINE = "HEARTWIRE_DRAIN_DEADLINE";

  static final Overlay BASE = new Overlay("base", Manifests.of("base"));
  static final Overlay DEVELOPMENT =
      new Overlay("development", Manifests.of("overlays/development"));
  static final Overlay PRODUCTION = new Overlay("production", Manifests.of("overlays/production"));

  static final Overlay GATEWAY =
      new Overlay("production-gateway", Manifests.of("overlays/production-gateway"));
  static final Overlay CLUSTER = new Overlay("cluster", Manifests.of("overlays/cluster"));

  static List<Overlay> all() {
    return List.of(BASE, DEVELOPMENT, PRODUCTION, GATEWAY, CLUSTER);
  }

  /** How the environment spells a key. */
  static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  V1Deployment deployment() {
    return manifests.one(V1Deployment.class);
  }

  V1PodSpec pod() {
    return deployment().getSpec().getTemplate().getSpec();
  }

  /** The pod's only container. */
  V1Container gateway() {
    List<V1Container> containers = pod().getContainers();
    if (containers.size() != 1) {
      throw new IllegalStateException("the pod has %d containers".formatted(containers.size()));
    }
    return containers.get(0);
  }

  /** Startup, liveness, readiness. */
  List<V1Probe> probes() {
    V1Container gateway = gateway();
    return List.of(
        gateway.getStartupProbe(), gateway.getLivenessProbe(), gateway.getReadinessProbe());
  }

  String preStop() {
    return String.join(" ", gateway().getLifecycle().getPreStop().getExec().getCommand());
  }

  String portsXml() {
    return manifests.configMap("heartwire-ports").get("ports.xml");
  }

  Map<String, String> environment() {
    return manifests.configMap("heartwire");
  }

  /** The gateway's own defaults, overridden as in the container. */
  Settings settings() {
    Map<String, String> env = environment();
    Map<String, String> defaults = TestSettings.defaults();
    return new Settings(
        key -> Optional.ofNullable(env.getOrDefault(variable(key), defaults.get(key))));
  }

  long capacity() {
    return new PoolConfig(settings()).maxConnections();
  }

  /** Within which a drain is over, its delay included. */
  Duration deadline() {
    return duration(DEADLINE);
  }

  Duration duration(String variable) {
    return Duration.parse("PT" + environment().get(variable));
  }

  @Override
  public String toString() {
    return name;
  }
}
