package io.heartwire.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.Settings;
import io.heartwire.connection.PoolConfig;
import io.heartwire.drain.DrainConfig;
import io.heartwire.testkit.TestSettings;
import io.heartwire.warmup.WarmupConfig;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1HTTPIngressPath;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HPAScalingPolicy;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscalerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code k8s/} says is right by the schema, agrees with the gateway, and adds up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestsIT {
  /** Liberty gives requests in flight so long before it stops without them. */
  private static final Duration STOP = Duration.ofSeconds(30);

  /** For preStop to hear of the drain's end. */
  private static final Duration HEAR = Duration.ofSeconds(5);

  /** What a connection takes, rounded up: see the README's figures. */
  private static final long BYTES_PER_CONNECTION = 64 * 1024;

  private static final String DEADLINE = "HEARTWIRE_DRAIN_DEADLINE";
  private static final String NAME = "app.kubernetes.io/name";

  private String production;
  private Map<String, Manifests> sets;

  @BeforeAll
  void render() {
    production = Kustomize.build(Path.of("k8s/overlays/production"));
    sets =
        Map.of(
            "base", Manifests.of("base"),
            "development", Manifests.of("overlays/development"),
            "production", Manifests.parse(production));
  }

  Stream<String> names() {
    return Stream.of("base", "development", "production");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyObjectIsValidByTheSchemaOfTheApi(String name) {
    assertThat(sets.get(name).objects())
        .hasSizeGreaterThan(5)
        .allSatisfy(object -> assertThat(KubernetesSchema.problem(object)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "periodSeconds: 10,             periodSecond: 10",
    "periodSeconds: 10,             periodSeconds: ten",
    "periodSeconds: 10,             'periodSeconds: \"10\"'",
    "readOnlyRootFilesystem: true,  'readOnlyRootFilesystem: \"yes\"'",
    "memory: 6Gi,                   memory: 6 gigabytes",
    "kind: Deployment,              kind: Deploiment",
    "path: /health/live,            route: /health/live",
    "maxUnavailable: 1,             maxUnavailable: [1]",
    "averageValue: 30k,             averageValues: 30k"
  })
  void anObjectThatIsNotIsFound(String right, String wrong) {
    assertThat(production).contains(right);

    assertThat(Manifests.parse(production.replace(right, wrong)).objects())
        .anySatisfy(object -> assertThat(KubernetesSchema.problem(object)).isPresent());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySettingIsOneThatTheGatewayReads(String name) throws IOException {
    Set<String> known =
        knownKeys(portsXml(name)).stream().map(ManifestsIT::variable).collect(Collectors.toSet());

    assertThat(sets.get(name).configMap("heartwire").keySet())
        .isNotEmpty()
        .allSatisfy(key -> assertThat(known).contains(key));
    assertThat(known).as("of the Secret").contains("HEARTWIRE_API_KEY");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySettingHasAValueThatTheGatewayAccepts(String name) {
    Settings settings = settings(name);

    assertThat(new PoolConfig(settings).maxConnections()).isPositive();
    assertThat(new DrainConfig(settings).onStop()).isTrue();
    assertThat(new WarmupConfig(settings)).isNotNull();
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void portsAreThoseOfTheServerAndAreCalledByTheirNames(String name) throws IOException {
    Map<String, Integer> ports =
        gateway(name).getPorts().stream()
            .collect(Collectors.toMap(V1ContainerPort::getName, V1ContainerPort::getContainerPort));

    assertThat(ports)
        .isEqualTo(
            Map.of(
                "http", variable("http.port", Files.readString(Path.of("liberty/server.xml"))),
                "management", variable("management.port", portsXml(name))));
    assertThat(probes(name))
        .allSatisfy(
            probe -> assertThat(probe.getHttpGet().getPort()).isEqualTo(port("management")));
    assertThat(sets.get(name).one(V1Service.class).getSpec().getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getTargetPort()).isEqualTo(port("http")));
    assertThat(sets.get(name).one(V1NetworkPolicy.class).getSpec().getIngress())
        .flatExtracting(rule -> rule.getPorts())
        .extracting(port -> port.getPort().getStrValue())
        .containsExactly("http", "http", "management");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySelectorFindsTheGateway(String name) {
    Map<String, String> labels = Map.of(NAME, "heartwire");
    V1Deployment deployment = sets.get(name).one(V1Deployment.class);

    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(labels);
    assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(sets.get(name).one(V1Service.class).getSpec().getSelector()).isEqualTo(labels);
    assertThat(sets.get(name).one(V1NetworkPolicy.class).getSpec().getPodSelector())
        .satisfies(selector -> assertThat(selector.getMatchLabels()).isEqualTo(labels));
    assertThat(pod(name).getTopologySpreadConstraints())
        .allSatisfy(
            spread -> assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels));
  }

  @ParameterizedTest
  @MethodSource("names")
  void allClientsCanBeMovedWithinTheDeadline(String name) {
    Settings settings = settings(name);
    long capacity = new PoolConfig(settings).maxConnections();
    Duration needed =
        duration(name, "HEARTWIRE_DRAIN_DELAY")
            .plusSeconds(capacity / Long.parseLong(setting(name, "HEARTWIRE_DRAIN_RATE")));

    assertThat(needed).isLessThanOrEqualTo(deadline(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void thereIsTimeToDrainAndToStopBeforeAKill(String name) {
    Duration grace = Duration.ofSeconds(pod(name).getTerminationGracePeriodSeconds());
    Duration needed = deadline(name).plus(HEAR).plus(STOP);

    assertThat(grace).as("and some to spare").isGreaterThanOrEqualTo(needed.plusSeconds(10));
    assertThat(preStop(name))
        .as("gives up in time for the stop")
        .contains("--max-time $((${" + DEADLINE + "%s} + " + HEAR.toSeconds() + "))");
    assertThat(setting(name, DEADLINE)).as("as preStop reads it").matches("\\d+s");
  }

  @ParameterizedTest
  @MethodSource("names")
  void thereIsOneDrainAtATime(String name) {
    V1Deployment deployment = sets.get(name).one(V1Deployment.class);
    Integer minReady = deployment.getSpec().getMinReadySeconds();
    Integer progress = deployment.getSpec().getProgressDeadlineSeconds();

    assertThat(Duration.ofSeconds(minReady)).isGreaterThanOrEqualTo(deadline(name));
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate())
        .satisfies(
            update -> {
              assertThat(update.getMaxSurge()).isEqualTo(new IntOrString(1));
              assertThat(update.getMaxUnavailable()).isEqualTo(new IntOrString(0));
            });
    assertThat(progress == null ? 600 : progress)
        .as("a rollout that only waits is not a failed one")
        .isGreaterThan(2 * minReady + patience(gateway(name).getStartupProbe()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void probesArePatientWhereAMistakeIsDear(String name) {
    V1Container gateway = gateway(name);

    assertThat(patience(gateway.getStartupProbe()))
        .as("Liberty's own limit for the start of an application")
        .isGreaterThanOrEqualTo(60);
    assertThat(patience(gateway.getLivenessProbe())).isGreaterThanOrEqualTo(30);
    assertThat(patience(gateway.getReadinessProbe())).isLessThanOrEqualTo(10);
    assertThat(probes(name))
        .extracting(probe -> probe.getHttpGet().getPath())
        .containsExactly("/health/started", "/health/live", "/health/ready");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theHeapHoldsAllConnections(String name) {
    Map<String, Quantity> limits = gateway(name).getResources().getLimits();
    long memory = limits.get("memory").getNumber().longValueExact();
    long capacity = new PoolConfig(settings(name)).maxConnections();

    assertThat(capacity * BYTES_PER_CONNECTION).isLessThanOrEqualTo(memory * heapPercent() / 100);
    assertThat(limits).as("a throttled gateway misses heartbeats").doesNotContainKey("cpu");
  }

  @ParameterizedTest
  @MethodSource("names")
  void thePodIsAllowedNothingThatItDoesNotNeed(String name) {
    V1PodSpec pod = pod(name);
    V1SecurityContext container = gateway(name).getSecurityContext();

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

  @Test
  void autoscalingLeavesRoomForTheClientsOfALostPod() {
    V2HorizontalPodAutoscalerSpec scaling =
        sets.get("production").one(V2HorizontalPodAutoscaler.class).getSpec();
    long target =
        scaling.getMetrics().get(0).getPods().getTarget().getAverageValue().getNumber().longValue();
    int least = scaling.getMinReplicas();

    assertThat(scaling.getMetrics().get(0).getPods().getMetric().getName())
        .isEqualTo("heartwire_connections");
    assertThat(target * least / (least - 1))
        .isLessThanOrEqualTo(new PoolConfig(settings("production")).maxConnections());
  }

  @Test
  void autoscalingTakesOnePodAwayAtATimeAndLetsItDrain() {
    List<V2HPAScalingPolicy> policies =
        sets.get("production")
            .one(V2HorizontalPodAutoscaler.class)
            .getSpec()
            .getBehavior()
            .getScaleDown()
            .getPolicies();

    assertThat(policies)
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.getType()).isEqualTo("Pods");
              assertThat(policy.getValue()).isEqualTo(1);
              assertThat(Duration.ofSeconds(policy.getPeriodSeconds()))
                  .isGreaterThanOrEqualTo(deadline("production"));
            });
    assertThat(
            sets.get("production").one(V1PodDisruptionBudget.class).getSpec().getMaxUnavailable())
        .isEqualTo(new IntOrString(1));
    assertThat(sets.get("production").one(V1Deployment.class).getSpec().getReplicas())
        .as("the autoscaler's business")
        .isNull();
  }

  @Test
  void theIngressForwardsSocketsAndNothingElse() {
    V1Ingress ingress = sets.get("production").one(V1Ingress.class);
    List<V1HTTPIngressPath> paths = ingress.getSpec().getRules().get(0).getHttp().getPaths();

    assertThat(paths)
        .extracting(V1HTTPIngressPath::getPath)
        .containsExactly("/connection/websocket", "/ws/");
    assertThat(paths)
        .extracting(path -> path.getBackend().getService().getPort().getName())
        .containsOnly("http");
    assertThat(ingress.getSpec().getDefaultBackend()).isNull();
  }

  private V1PodSpec pod(String name) {
    return sets.get(name).one(V1Deployment.class).getSpec().getTemplate().getSpec();
  }

  private V1Container gateway(String name) {
    assertThat(pod(name).getContainers()).hasSize(1);
    return pod(name).getContainers().get(0);
  }

  private List<V1Probe> probes(String name) {
    V1Container gateway = gateway(name);
    return List.of(
        gateway.getStartupProbe(), gateway.getLivenessProbe(), gateway.getReadinessProbe());
  }

  private String preStop(String name) {
    return String.join(" ", gateway(name).getLifecycle().getPreStop().getExec().getCommand());
  }

  private String portsXml(String name) {
    return sets.get(name).configMap("heartwire-ports").get("ports.xml");
  }

  /** The gateway's own defaults, overridden as in the container. */
  private Settings settings(String name) {
    Map<String, String> env = sets.get(name).configMap("heartwire");
    Map<String, String> defaults = TestSettings.defaults();
    UnaryOperator<String> value = key -> env.getOrDefault(variable(key), defaults.get(key));
    return new Settings(key -> Optional.ofNullable(value.apply(key)));
  }

  private String setting(String name, String variable) {
    return sets.get(name).configMap("heartwire").get(variable);
  }

  private Duration duration(String name, String variable) {
    return Duration.parse("PT" + setting(name, variable));
  }

  private Duration deadline(String name) {
    return duration(name, DEADLINE);
  }

  /** How long a probe fails in seconds before somebody acts. */
  private static int patience(V1Probe probe) {
    return probe.getPeriodSeconds() * probe.getFailureThreshold();
  }

  private static IntOrString port(String name) {
    return new IntOrString(name);
  }

  /** Those with a default, those that only the README names, and variables of the server. */
  private static Set<String> knownKeys(String portsXml) throws IOException {
    Set<String> known = new TreeSet<>(TestSettings.defaults().keySet());
    known.addAll(found("`(heartwire\\.[a-z.-]+)`", Files.readString(Path.of("README.md"))));
    String server = Files.readString(Path.of("liberty/server.xml")) + portsXml;
    known.addAll(found("<variable name=\"([a-z.]+)\"", server));
    return known;
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
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
