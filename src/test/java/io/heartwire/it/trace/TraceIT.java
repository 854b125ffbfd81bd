package io.heartwire.it.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import io.heartwire.it.trace.OtlpReceiver.Received;
import io.heartwire.testkit.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two real nodes on a real Redis, with Liberty's OpenTelemetry as it is shipped, and what they
 * export.
 */
class TraceIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String KEY = "a key for tests";
  private static final String SPAN = "00f067aa0ba902b7";

  private static OtlpReceiver receiver;
  private static RedisServer redis;
  private static GatewayServer left;
  private static GatewayServer right;

  @BeforeAll
  static void start() throws IOException {
    receiver = new OtlpReceiver();
    redis = RedisServer.start();
    CompletableFuture<GatewayServer> other = CompletableFuture.supplyAsync(() -> node("right"));
    left = node("left");
    right = other.join();
    await().until(() -> left.metric("heartwire_nodes") == 2);
  }

  @AfterAll
  static void stop() {
    left.close();
    right.close();
    redis.close();
    receiver.close();
  }

  @Test
  void aPublicationIsOneTraceFromTheCallerToEveryNode() throws Exception {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    try (TestClient first = TestClient.connect(right.ws("/ws/news:a"));
        TestClient second = TestClient.connect(right.ws("/ws/news:a"));
        TestClient here = TestClient.connect(left.ws("/ws/news:a"));
        JsonClient tagged = JsonClient.connect(right.ws("/connection/websocket"), "{}")) {
      tagged.subscribe("news:a");
      await() // until the raw clients are subscribed, which they are not told
          .untilAsserted(
              () ->
                  assertThat(new ApiClient(left, KEY).post("channels", "{\"pattern\":\"news:a\"}"))
                      .contains("\"num_clients\":4"));

      assertThat(publish(left, "news:a", trace, "01")).contains("\"offset\"");
      first.await("\"hello\"");
      second.await("\"hello\"");
      here.await("\"hello\"");

      await().until(() -> receiver.ofTrace(trace).size() == 4);
      List<Received> spans = receiver.ofTrace(trace);
      Received api = one(spans, "left", "heartwire api");
      Received published = one(spans, "left", "heartwire publish");
      Received deliveredHere = one(spans, "left", "heartwire deliver");
      Received deliveredThere = one(spans, "right", "heartwire deliver");
      assertThat(api.parent()).isEqualTo(SPAN);
      assertThat(published.parent()).isEqualTo(api.id());
      assertThat(deliveredHere.parent()).isEqualTo(published.id());
      assertThat(deliveredThere.parent()).isEqualTo(published.id());
      assertThat(deliveredThere.attributes())
          .containsEntry("messaging.destination.name", "news:a")
          .containsEntry("heartwire.recipients", "3");
      assertThat(deliveredHere.attributes()).containsEntry("heartwire.recipients", "1");

      await().until(() -> !tagged.pushes().isEmpty());
      assertThat(tagged.pushes().get(0))
          .contains("\"traceparent\":\"00-" + trace + "-" + published.id() + "-01\"");
    }
  }

  @Test
  void whatTheCallerDoesNotRecordNobodyRecords() throws Exception {
    String trace = "1af7651916cd43dd8448eb211c80319c";
    String recorded = "2af7651916cd43dd8448eb211c80319c";
    try (JsonClient client = JsonClient.connect(right.ws("/connection/websocket"), "{}")) {
      client.subscribe("news:b");

      publish(left, "news:b", trace, "00");
      publish(left, "news:b", recorded, "01");

      await().until(() -> client.pushes().size() == 2);
      await().until(() -> receiver.ofTrace(recorded).size() == 3);
      assertThat(client.pushes().get(0)).doesNotContain("traceparent");
      assertThat(receiver.ofTrace(trace)).isEmpty();
    }
  }

  @Test
  void aClientsPublicationIsATraceToTheOtherNodeAndItsRecoveryIsSeen() throws Exception {
    try (JsonClient reader = JsonClient.connect(left.ws("/connection/websocket"), "{}");
        JsonClient writer = JsonClient.connect(right.ws("/connection/websocket"), "{}")) {
      reader.subscribe("news:c");
      writer.publish("news:c", "1");
      await().until(() -> !reader.pushes().isEmpty());
      String answer = writer.ask("subscribe", "{\"channel\":\"news:c\",\"recoverable\":true}");
      String epoch = answer.replaceAll(".*\"epoch\":\"([^\"]*)\".*", "$1");
      reader.ask("unsubscribe", "{\"channel\":\"news:c\"}");
      reader.ask(
          "subscribe",
          "{\"channel\":\"news:c\",\"recover\":true,\"offset\":0,\"epoch\":\"" + epoch + "\"}");

      await().until(() -> count("heartwire recover", "news:c") == 1);
      Received recovery = of("heartwire recover", "news:c").get(0);
      assertThat(recovery.attributes())
          .containsEntry("heartwire.outcome", "recovered")
          .containsEntry("heartwire.missed", "1");
      await().until(() -> count("heartwire deliver", "news:c") == 1);
      await().until(() -> count("heartwire publish", "news:c") == 1); // the other node tells it
      Received published = of("heartwire publish", "news:c").get(0);
      Received delivered = of("heartwire deliver", "news:c").get(0);
      assertThat(published.service()).isEqualTo("right");
      assertThat(published.parent()).isEmpty();
      assertThat(delivered.service()).isEqualTo("left");
      assertThat(delivered.trace()).isEqualTo(published.trace());
      assertThat(left.metric("heartwire_recoveries_total{outcome=\"recovered\"}")).isEqualTo(1);
    }
  }

  @Test
  void admissionsAreSeenProbesAndScrapesAreNotAndLogLinesNameTheirTrace() throws Exception {
    String trace = "3af7651916cd43dd8448eb211c80319c";
    for (String path : List.of("/health", "/health/live", "/health/ready", "/metrics", "/")) {
      left.status(path);
    }
    HttpRequest handshake =
        HttpRequest.newBuilder(left.http("/ws/secret:a"))
            .header("traceparent", traceparent(trace, "01"))
            .build();
    assertThat(HTTP.send(handshake, BodyHandlers.ofString()).statusCode()).isEqualTo(403);

    await().until(() -> !receiver.ofTrace(trace).isEmpty());
    assertThat(receiver.ofTrace(trace)).hasSize(1);
    assertThat(one(receiver.ofTrace(trace), "left", "heartwire connect").attributes())
        .containsEntry("heartwire.outcome", "permission");
    assertThat(receiver.spans())
        .extracting(Received::name)
        .allMatch(n -> n.startsWith("heartwire "));
    await()
        .untilAsserted(
            () ->
                assertThat(logged(left, "Refused a handshake"))
                    .anySatisfy(
                        line ->
                            assertThat(line.get("ext_trace_id").getAsString()).isEqualTo(trace)));
  }

  private static List<JsonObject> logged(GatewayServer server, String what) {
    return server
        .log()
        .lines()
        .filter(line -> line.startsWith("{") && line.endsWith("}") && line.contains(what))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> line.has("ext_trace_id"))
        .toList();
  }

  private static long count(String name, String channel) {
    return of(name, channel).size();
  }

  private static List<Received> of(String name, String channel) {
    return receiver.spans().stream()
        .filter(span -> span.name().equals(name))
        .filter(span -> channel.equals(span.attributes().get("messaging.destination.name")))
        .toList();
  }

  private static Received one(List<Received> spans, String service, String name) {
    List<Received> found =
        spans.stream()
            .filter(span -> span.service().equals(service) && span.name().equals(name))
            .toList();
    assertThat(found).as("%s of %s among %s", name, service, spans).hasSize(1);
    return found.get(0);
  }

  private static String publish(GatewayServer node, String channel, String trace, String flags)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(node.http("/api/publish"))
            .header("X-API-Key", KEY)
            .header("traceparent", traceparent(trace, flags))
            .POST(BodyPublishers.ofString("{\"channel\":\"" + channel + "\",\"data\":\"hello\"}"))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static String traceparent(String trace, String flags) {
    return "00-" + trace + "-" + SPAN + "-" + flags;
  }

  private static GatewayServer node(String name) {
    Map<String, String> env =
        Environment.of(
            """
            HEARTWIRE_BROKER=redis
            HEARTWIRE_CHANNEL_NAMESPACES=news,secret
            HEARTWIRE_CHANNEL_NEWS_ALLOW_SUBSCRIBE=true
            HEARTWIRE_CHANNEL_NEWS_ALLOW_PUBLISH=true
            HEARTWIRE_CHANNEL_NEWS_HISTORY_SIZE=10
            HEARTWIRE_CHANNEL_NEWS_HISTORY_TTL=1m
            HEARTWIRE_CHANNEL_NEWS_FORCE_RECOVERY=true
            HEARTWIRE_CHANNEL_NEWS_TRACE_TAGS=true
            OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
            OTEL_BSP_SCHEDULE_DELAY=100
            WLP_LOGGING_MESSAGE_FORMAT=JSON
            """);
    env.put("HEARTWIRE_API_KEY", KEY);
    env.put("HEARTWIRE_BROKER_REDIS_ADDRESS", redis.address());
    env.put("HEARTWIRE_NODE_NAME", name);
    env.put("OTEL_SERVICE_NAME", name);
    env.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address());
    env.put(ServerDirectory.VARIABLE, ServerDirectory.with(telemetry()).toString());
    return GatewayServer.start(env);
  }

  /** What is shipped, as an override. */
  private static String telemetry() {
    try {
      String shipped = Files.readString(Path.of("liberty/telemetry.xml"));
      return shipped.substring(
          shipped.indexOf("<server>") + "<server>".length(), shipped.indexOf("</server>"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
