package io.heartwire.it.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.server.GatewayServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics that are read with a key only, as Prometheus' {@code authorization} brings it. */
class MetricsKeyIT {
  private static final String KEY = "scrape-sesame";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server = GatewayServer.start(Map.of("HEARTWIRE_METRICS_KEY", KEY));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void onlyTheKeyOpensAndWrongOnesAreCountedAndSaidOnce() throws Exception {
    assertThat(server.status("/metrics")).isEqualTo(401);
    assertThat(with("Bearer " + KEY + "!").statusCode()).isEqualTo(401);
    assertThat(with("Basic " + KEY).statusCode()).isEqualTo(401);
    HttpResponse<String> refused = with("Bearer ");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(refused.body()).doesNotContain("heartwire_");

    HttpResponse<String> answer = with("Bearer " + KEY);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("heartwire_metrics_refusals_total 4.0");
    assertThat(server.log().lines().filter(line -> line.contains("heartwire.metrics.key")))
        .hasSize(1);
    assertThat(server.log()).doesNotContain(KEY);
  }

  private static HttpResponse<String> with(String authorization) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.http("/metrics"))
            .header("Authorization", authorization)
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }
}
