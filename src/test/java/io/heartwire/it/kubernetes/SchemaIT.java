package io.heartwire.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The API of Kubernetes would accept what {@code k8s/} says, and would refuse what is wrong. */
class SchemaIT {
  private static String cluster;

  @BeforeAll
  static void render() {
    cluster = Kustomize.build(Path.of("k8s/overlays/cluster"));
  }

  static List<Overlay> overlays() {
    return Overlay.all();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyObjectIsValid(Overlay overlay) {
    assertThat(overlay.manifests().builtIn())
        .hasSizeGreaterThan(5)
        .allSatisfy(object -> assertThat(KubernetesSchema.problem(object)).isEmpty());
  }

  @Test
  void theRedisForTryingIsValid() {
    assertThat(Manifests.of("overlays/redis").objects())
        .hasSize(3)
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
    assertThat(cluster).contains(right);

    assertThat(Manifests.parse(cluster.replace(right, wrong)).objects())
        .anySatisfy(object -> assertThat(KubernetesSchema.problem(object)).isPresent());
  }
}
