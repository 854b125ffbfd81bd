package io.heartwire.it.kubernetes;

import static io.heartwire.it.kubernetes.Overlay.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.Settings;
import io.heartwire.connection.PoolConfig;
import io.heartwire.drain.DrainConfig;
import io.heartwire.it.server.Dockerfile;
import io.heartwire.testkit.TestSettings;
import io.heartwire.warmup.WarmupConfig;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code k8s/} says agrees with the gateway, and adds up. */
class ManifestsIT {
  /** Liberty gives requests in flight so long before it stops without them. */
  private static final Duration STOP = Duration.ofSeconds(30);

  /** For preStop to hear of the drain's end. */
  private static final Duration HEAR = Duration.ofSeconds(5);

  /** What a connection takes, rounded up: see docs/performance.md. */
  private static final long BYTES_PER_CONNECTION = 64 * 1024;

  private static final String NAME = "app.kubernetes.io/name";

  static List<Overlay> overlays() {
    return Overlay.all();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everySettingIsOneThatTheGatewayReads(Overlay overlay) throws IOException {
    Set<String> known =
        knownKeys(overlay.portsXml()).stream().map(Overlay::variable).collect(Collectors.toSet());

    assertThat(overlay.environment().keySet())
        .isNotEmpty()
        .allSatisfy(key -> assertThat(known).contains(key));
    assertThat(known).as("of the Secret").contains("HEARTWIRE_API_KEY");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everySettingHasAValueThatTheGatewayAccepts(Overlay overlay) {
    Settings settings = overlay.settings();

    assertThat(new PoolConfig(settings).maxConnections()).isPositive();
    assertThat(new DrainConfig(settings).onStop()).isTrue();
    assertThat(new WarmupConfig(settings)).isNotNull();
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void portsAreThoseOfTheServerAndAreCalledByTheirNames(Overlay overlay) throws IOException {
    Map<String, Integer> ports =
        overlay.gateway().getPorts().stream()
            .collect(Collectors.toMap(V1ContainerPort::getName, V1ContainerPort::getContainerPort));

    assertThat(ports)
        .isEqualTo(
            Map.of(
                "http", variable("http.port", Files.readString(Path.of("liberty/server.xml"))),
                "management", variable("management.port", overlay.portsXml()),
                "metrics", variable("heartwire.metrics.port", overlay.portsXml())));
    assertThat(overlay.environment().get("HEARTWIRE_METRICS_PORT"))
        .as("what the gateway is told")
        .isEqualTo(String.valueOf(ports.get("metrics")));
    assertThat(overlay.probes())
        .allSatisfy(
            probe -> assertThat(probe.getHttpGet().getPort()).isEqualTo(port("management")));
    assertThat(overlay.manifests().one(V1Service.class).getSpec().getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getTargetPort()).isEqualTo(port("http")));
    assertThat(overlay.manifests().one(V1NetworkPolicy.class).getSpec().getIngress())
        .flatExtracting(rule -> rule.getPorts())
        .extracting(port -> port.getPort().getStrValue())
        .containsExactly("http", "http", "metrics");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everySelectorFindsTheGateway(Overlay overlay) {
    Map<String, String> labels = Map.of(NAME, "heartwire");
    V1Deployment deployment = overlay.deployment();

    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(labels);
    assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(overlay.manifests().one(V1Service.class).getSpec().getSelector()).isEqualTo(labels);
    assertThat(overlay.manifests().one(V1NetworkPolicy.class).getSpec().getPodSelector())
        .satisfies(selector -> assertThat(selector.getMatchLabels()).isEqualTo(labels));
    assertThat(overlay.pod().getTopologySpreadConstraints())
        .allSatisfy(
            spread -> assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void allClientsCanBeMovedWithinTheDeadline(Overlay overlay) {
    Duration needed =
        overlay
            .duration("HEARTWIRE_DRAIN_DELAY")
            .plusSeconds(
                overlay.capacity()
                    / Long.parseLong(overlay.environment().get("HEARTWIRE_DRAIN_RATE")));

    assertThat(needed).isLessThanOrEqualTo(overlay.deadline());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void thereIsTimeToDrainAndToStopBeforeAKill(Overlay overlay) {
    Duration grace = Duration.ofSeconds(overlay.pod().getTerminationGracePeriodSeconds());
    Duration needed = overlay.deadline().plus(HEAR).plus(STOP);

    assertThat(grace).as("and some to spare").isGreaterThanOrEqualTo(needed.plusSeconds(10));
    assertThat(overlay.preStop())
        .as("gives up in time for the stop")
        .contains("--max-time $((${" + DEADLINE + "%s} + " + HEAR.toSeconds() + "))");
    assertThat(overlay.environment().get(DEADLINE)).as("as preStop reads it").matches("\\d+s");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void thereIsOneDrainAtATime(Overlay overlay) {
    V1Deployment deployment = overlay.deployment();
    Integer minReady = deployment.getSpec().getMinReadySeconds();
    Integer progress = deployment.getSpec().getProgressDeadlineSeconds();

    assertThat(Duration.ofSeconds(minReady)).isGreaterThanOrEqualTo(overlay.deadline());
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate())
        .satisfies(
            update -> {
              assertThat(update.getMaxSurge()).isEqualTo(new IntOrString(1));
              assertThat(update.getMaxUnavailable()).isEqualTo(new IntOrString(0));
            });
    assertThat(progress == null ? 600 : progress)
        .as("a rollout that only waits is not a failed one")
        .isGreaterThan(2 * minReady + patience(overlay.gateway().getStartupProbe()));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void probesArePatientWhereAMistakeIsDear(Overlay overlay) {
    V1Container gateway = overlay.gateway();

    assertThat(patience(gateway.getStartupProbe()))
        .as("Liberty's own limit for the start of an application")
        .isGreaterThanOrEqualTo(60);
    assertThat(patience(gateway.getLivenessProbe())).isGreaterThanOrEqualTo(30);
    assertThat(patience(gateway.getReadinessProbe())).isLessThanOrEqualTo(10);
    assertThat(overlay.probes())
        .extracting(probe -> probe.getHttpGet().getPath())
        .containsExactly("/health/started", "/health/live", "/health/ready");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void theHeapHoldsAllConnections(Overlay overlay) {
    Map<String, Quantity> limits = overlay.gateway().getResources().getLimits();
    long memory = limits.get("memory").getNumber().longValueExact();

    assertThat(overlay.capacity() * BYTES_PER_CONNECTION)
        .isLessThanOrEqualTo(memory * heapPercent() / 100);
    assertThat(limits).as("a throttled gateway misses heartbeats").doesNotContainKey("cpu");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void thePodIsAllowedNothingThatItDoesNotNeed(Overlay overlay) {
    V1PodSpec pod = overlay.pod();
    V1SecurityContext container = overlay.gateway().getSecurityContext();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getCapabilities().getAdd()).isNullOrEmpty();
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getEmptyDir() != null)
        .allSatisfy(volume -> assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void nobodysWordForAnAddressIsTakenUnlessSomebodySaysWhose(Overlay overlay) {
    assertThat(overlay.environment()).doesNotContainKey("HTTP_TRUSTED_PROXIES");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void thePodIsWhatTheImageIsMadeFor(Overlay overlay) {
    Dockerfile image = Dockerfile.read();
    String server = image.command().get(0).replace("bin/server", "usr/servers/heartwire/");

    assertThat(overlay.gateway().getImagePullPolicy())
        .as("an image that was loaded into the node is used")
        .isEqualTo("IfNotPresent");
    assertThat(overlay.pod().getSecurityContext().getRunAsUser()).isEqualTo(image.user());
    assertThat(overlay.gateway().getVolumeMounts())
        .filteredOn(mount -> mount.getReadOnly() == null)
        .extracting(V1VolumeMount::getMountPath)
        .containsExactlyInAnyOrderElementsOf(image.volumes());
    assertThat(overlay.gateway().getVolumeMounts())
        .filteredOn(mount -> mount.getReadOnly() != null)
        .extracting(V1VolumeMount::getMountPath)
        .containsExactly(server + "configDropins/overrides/ports.xml");
  }

  /** How long a probe fails in seconds before somebody acts. */
  private static int patience(V1Probe probe) {
    return probe.getPeriodSeconds() * probe.getFailureThreshold();
  }

  private static IntOrString port(String name) {
    return new IntOrString(name);
  }

  /** Those that are documented, and variables of the server. */
  private static Set<String> knownKeys(String portsXml) throws IOException {
    Set<String> known = new TreeSet<>(TestSettings.defaults().keySet());
    known.addAll(
        found("`(heartwire\\.[a-z.-]+)`", Files.readString(Path.of("docs/configuration.md"))));
    String server = Files.readString(Path.of("liberty/server.xml")) + portsXml;
    known.addAll(found("<variable name=\"([a-z.]+)\"", server));
    return known;
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The default of a variable in a server's configuration. */
  private static int variable(String name, String xml) {
    return number("<variable name=\"%s\" defaultValue=\"(\\d+)\"/>".formatted(name), xml);
  }

  private static int heapPercent() {
    try {
      return number(
          "-XX:MaxRAMPercentage=(\\d+)", Files.readString(Path.of("liberty/jvm.options")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
