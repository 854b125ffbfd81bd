package io.heartwire.it.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.PrometheusText;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus finds at {@code /metrics}. */
class MetricsIT {
  private static final String KEY = "open-sesame";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = new TreeMap<>(GatewayServer.lanProfile());
    env.put("HEARTWIRE_API_KEY", KEY);
    server = GatewayServer.startOpen(env);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void durationsAreCountedOnceThereIsTrafficAndPromtoolFindsNothingWrong() throws Exception {
    try (TestClient reader = TestClient.subscribe(server.ws("/ws/a"));
        JsonClient client = JsonClient.connect(server.ws("/connection/websocket"), "{}")) {
      assertThat(client.isClosed()).isFalse();
      publish("a");
      await().until(() -> reader.texts().contains("\"x\""));
      for (String histogram :
          new String[] {
            "heartwire_round_trip_seconds_count",
            "heartwire_publish_to_written_seconds_count",
            "heartwire_fan_out_seconds_count",
            "heartwire_sweep_seconds_count",
            "heartwire_command_seconds_count{command=\"connect\",protocol=\"centrifuge\"}",
            "heartwire_api_call_seconds_count{method=\"publish\"}"
          }) {
        await(histogram).until(() -> server.metric(histogram) >= 1);
      }
      PrometheusText scrape = PrometheusText.parse(server.get("/metrics"));
      assertThat(scrape.value("heartwire_publish_to_written_seconds_bucket{le=\"+Inf\"}"))
          .isEqualTo(scrape.value("heartwire_publish_to_written_seconds_count"));
      assertThat(server.metric("heartwire_messages_published_total")).isPositive();

      assertThat(Promtool.check(server.get("/metrics"))).isEmpty();
    }
  }

  @Test
  void promtoolWouldFindWhatIsWrong() throws Exception {
    assertThat(Promtool.check("# TYPE a counter\na 1\n")).contains("_total");
  }

  @Test
  void theJvmIsThere() {
    assertThat(server.metric("process_start_time_seconds")).isPositive();
    assertThat(server.get("/metrics"))
        .contains("jvm_memory_used_bytes", "jvm_threads_current", "jvm_gc_collection_seconds");
  }

  @Test
  void openMetricsIsForWhoAsksForIt() throws Exception {
    HttpResponse<String> plain = send(request("/metrics"));
    HttpResponse<String> open =
        send(request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0"));

    assertThat(plain.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain")
        .contains("version=0.0.4");
    assertThat(open.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
  }

  @Test
  void headHasTheHeadersAndNoBody() throws Exception {
    HttpResponse<String> answer = send(request("/metrics").method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsAreNotAllowed(String method) throws Exception {
    HttpResponse<String> answer = send(request("/metrics").method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void nothingOfTheServersOwnMetricsIsLeft() {
    assertThat(server.status("/metrics/base")).isEqualTo(404);
    assertThat(server.status("/metrics/vendor")).isEqualTo(404);
    assertThat(server.get("/metrics?scope=vendor"))
        .contains("heartwire_connections")
        .doesNotContain("mp_scope");
  }

  private static void publish(String channel) throws Exception {
    HttpResponse<String> answer =
        send(
            request("/api/publish")
                .header("X-API-Key", KEY)
                .POST(BodyPublishers.ofString("{\"channel\":\"" + channel + "\",\"data\":\"x\"}")));
    assertThat(answer.body()).isEqualTo("{\"result\":{}}");
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.http(path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
