package io.heartwire.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code k8s/monitoring} applies fits the pods that it watches. */
class MonitoringManifestsIT {
  private final Manifests monitoring = Manifests.of("monitoring");

  @Test
  void everythingIsInTheNamespaceOfProduction() {
    assertThat(monitoring.objects())
        .extracting(object -> object.get("kind").getAsString())
        .containsExactlyInAnyOrder("ConfigMap", "PodMonitor", "PrometheusRule");
    assertThat(monitoring.objects())
        .allSatisfy(
            object ->
                assertThat(object.getAsJsonObject("metadata").get("namespace").getAsString())
                    .isEqualTo(Overlay.PRODUCTION.deployment().getMetadata().getNamespace()));
  }

  @Test
  void podsAreScrapedOnThePortThatTheyHaveForIt() {
    JsonObject spec = one("PodMonitor").getAsJsonObject("spec");
    Map<String, JsonElement> labels =
        spec.getAsJsonObject("selector").getAsJsonObject("matchLabels").asMap();
    JsonObject endpoint = spec.getAsJsonArray("podMetricsEndpoints").get(0).getAsJsonObject();

    assertThat(Overlay.BASE.deployment().getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(
            "app.kubernetes.io/name", labels.get("app.kubernetes.io/name").getAsString());
    assertThat(labels).hasSize(1);
    assertThat(Overlay.BASE.gateway().getPorts())
        .extracting(V1ContainerPort::getName)
        .contains(endpoint.get("port").getAsString());
    assertThat(endpoint.get("path").getAsString()).isEqualTo("/metrics");
  }

  @Test
  void grafanaFindsTheDashboardAndItsPanelsDoNotOverlap() {
    JsonObject map = one("ConfigMap");
    JsonObject dashboard =
        JsonParser.parseString(
                map.getAsJsonObject("data").get("heartwire-dashboard.json").getAsString())
            .getAsJsonObject();
    List<Integer> ids = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (JsonElement each : dashboard.getAsJsonArray("panels")) {
      JsonObject panel = each.getAsJsonObject();
      JsonObject place = panel.getAsJsonObject("gridPos");
      ids.add(panel.get("id").getAsInt());
      places.add(place.get("x") + "," + place.get("y"));
      assertThat(place.get("x").getAsInt() + place.get("w").getAsInt()).isLessThanOrEqualTo(24);
    }

    assertThat(map.getAsJsonObject("metadata").getAsJsonObject("labels").has("grafana_dashboard"))
        .isTrue();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(places).doesNotHaveDuplicates();
  }

  private JsonObject one(String kind) {
    List<JsonObject> found =
        monitoring.objects().stream()
            .filter(object -> object.get("kind").getAsString().equals(kind))
            .toList();
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }
}
