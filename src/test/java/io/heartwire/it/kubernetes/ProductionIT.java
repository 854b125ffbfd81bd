package io.heartwire.it.kubernetes;

import static io.heartwire.it.kubernetes.Overlay.CLUSTER;
import static io.heartwire.it.kubernetes.Overlay.GATEWAY;
import static io.heartwire.it.kubernetes.Overlay.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1HTTPIngressPath;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HPAScalingPolicy;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscalerSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The overlays for production: how many pods there are, and how clients reach them. */
class ProductionIT {
  @Test
  void autoscalingLeavesRoomForTheClientsOfALostPod() {
    V2HorizontalPodAutoscalerSpec scaling =
        CLUSTER.manifests().one(V2HorizontalPodAutoscaler.class).getSpec();
    long target =
        scaling.getMetrics().get(0).getPods().getTarget().getAverageValue().getNumber().longValue();
    int least = scaling.getMinReplicas();

    assertThat(scaling.getMetrics().get(0).getPods().getMetric().getName())
        .isEqualTo("heartwire_connections");
    assertThat(target * least / (least - 1)).isLessThanOrEqualTo(CLUSTER.capacity());
  }

  @Test
  void autoscalingTakesOnePodAwayAtATimeAndLetsItDrain() {
    List<V2HPAScalingPolicy> policies =
        CLUSTER
            .manifests()
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
                  .isGreaterThanOrEqualTo(CLUSTER.deadline());
            });
    assertThat(CLUSTER.manifests().one(V1PodDisruptionBudget.class).getSpec().getMaxUnavailable())
        .isEqualTo(new IntOrString(1));
    assertThat(CLUSTER.deployment().getSpec().getReplicas())
        .as("the autoscaler's business")
        .isNull();
  }

  @Test
  void theIngressForwardsSocketsAndNothingElse() {
    V1Ingress ingress = PRODUCTION.manifests().one(V1Ingress.class);
    List<V1HTTPIngressPath> paths = ingress.getSpec().getRules().get(0).getHttp().getPaths();

    assertThat(paths)
        .extracting(V1HTTPIngressPath::getPath)
        .containsExactly("/connection/websocket", "/ws/", "/stomp");
    assertThat(paths)
        .extracting(path -> path.getBackend().getService().getPort().getName())
        .containsOnly("http");
    assertThat(ingress.getSpec().getDefaultBackend()).isNull();
  }

  @Test
  void theRouteForwardsTheSameAndCutsNoSocket() {
    JsonObject route = GATEWAY.manifests().ofGatewayApi().get(0);
    JsonObject rule =
        route.getAsJsonObject("spec").getAsJsonArray("rules").get(0).getAsJsonObject();
    V1Service service = GATEWAY.manifests().one(V1Service.class);

    assertThat(GATEWAY.manifests().ofGatewayApi()).hasSize(1);
    assertThat(route.get("kind").getAsString()).isEqualTo("HTTPRoute");
    assertThat(rule.getAsJsonArray("matches").asList())
        .extracting(match -> match.getAsJsonObject().getAsJsonObject("path"))
        .extracting(path -> path.get("type").getAsString() + " " + path.get("value").getAsString())
        .containsExactly("Exact /connection/websocket", "PathPrefix /ws/", "Exact /stomp");
    assertThat(rule.getAsJsonArray("backendRefs"))
        .singleElement()
        .isEqualTo(
            JsonParser.parseString(
                "{\"name\": \"%s\", \"port\": %d}"
                    .formatted(
                        service.getMetadata().getName(),
                        service.getSpec().getPorts().get(0).getPort())));
    assertThat(rule.get("timeouts"))
        .isEqualTo(JsonParser.parseString("{\"request\": \"0s\", \"backendRequest\": \"0s\"}"));
    assertThat(GATEWAY.manifests().has(V1Ingress.class)).as("one way in").isFalse();
  }

  @Test
  void thereIsOnePodUntilSeveralShareAnEngine() {
    for (Overlay alone : List.of(PRODUCTION, GATEWAY)) {
      assertThat(alone.deployment().getSpec().getReplicas()).as(alone.name()).isEqualTo(1);
      assertThat(alone.manifests().has(V2HorizontalPodAutoscaler.class)).isFalse();
      assertThat(alone.manifests().one(V1PodDisruptionBudget.class).getSpec())
          .as("its node can be emptied")
          .satisfies(budget -> assertThat(budget.getMinAvailable()).isNull());
    }
  }
}
