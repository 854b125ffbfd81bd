package io.heartwire.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server API of a real gateway, as a back end sees it. */
class ApiIT {
  private static final String KEY = "correct horse battery";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> METHODS =
      List.of(
          "publish",
          "broadcast",
          "subscribe",
          "unsubscribe",
          "disconnect",
          "refresh",
          "revoke_token",
          "invalidate_user_tokens",
          "presence",
          "presence_stats",
          "history",
          "history_remove",
          "channels",
          "info",
          "batch",
          "drain",
          "rebalance",
          "rpc");

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Map.of(
                "HEARTWIRE_API_KEY", KEY,
                "HEARTWIRE_API_MAX_BODY_BYTES", "4096",
                "HEARTWIRE_API_MAX_BATCH", "3",
                "HEARTWIRE_NODE_NAME", "left",
                "HEARTWIRE_CHANNEL_NAMESPACES", "kept",
                "HEARTWIRE_CHANNEL_KEPT_HISTORY_SIZE", "10",
                "HEARTWIRE_CHANNEL_KEPT_HISTORY_TTL", "5m",
                "HEARTWIRE_CHANNEL_KEPT_PRESENCE", "true"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void publicationMustReachARawClientByteForByte() throws Exception {
    try (TestClient client = subscribed("orders:42")) {
      HttpResponse<String> answer =
          call("publish", "{\"channel\":\"orders:42\",\"data\":{\"n\" : 1.00, \"text\":\"ä\"}}");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/json");
      assertThat(answer.body()).isEqualTo("{\"result\":{}}");
      await().until(() -> client.texts().size() == 1);
      assertThat(client.texts()).containsExactly("{\"n\" : 1.00, \"text\":\"ä\"}");
    }
  }

  @Test
  void binaryPublicationMustReachARawClientAsBinary() throws Exception {
    byte[] bytes = {0, (byte) 0xff, 7};
    try (TestClient client = subscribed("binary")) {
      String b64 = Base64.getEncoder().encodeToString(bytes);

      call("publish", "{\"channel\":\"binary\",\"b64data\":\"" + b64 + "\"}");

      await().until(() -> client.binaries().size() == 1);
      assertThat(client.binaries().get(0)).isEqualTo(bytes);
    }
  }

  @Test
  void historyMustGiveBackWhatWasPublishedUntilItIsRemoved() throws Exception {
    call("publish", "{\"channel\":\"kept:h\",\"data\":[1],\"tags\":{\"a\":\"b\"}}");
    call("publish", "{\"channel\":\"kept:h\",\"data\":\"two\"}");

    assertThat(ok("history", "{\"channel\":\"kept:h\",\"limit\":-1}"))
        .startsWith(
            "{\"result\":{\"publications\":[{\"data\":[1],\"offset\":1,\"tags\":{\"a\":\"b\"}},"
                + "{\"data\":\"two\",\"offset\":2}],\"epoch\":\"")
        .endsWith("\",\"offset\":2}}");
    assertThat(ok("history_remove", "{\"channel\":\"kept:h\"}")).isEqualTo("{\"result\":{}}");
    assertThat(ok("history", "{\"channel\":\"kept:h\",\"limit\":-1}"))
        .startsWith("{\"result\":{\"publications\":[],");
  }

  @Test
  void presenceMustShowARawClientOnlyWhereItIsKept() throws Exception {
    try (TestClient client = subscribed("kept:room")) {
      assertThat(client.isClosed()).isFalse();
      assertThat(ok("presence_stats", "{\"channel\":\"kept:room\"}"))
          .isEqualTo("{\"result\":{\"num_clients\":1,\"num_users\":1}}");
      assertThat(ok("presence", "{\"channel\":\"kept:room\"}"))
          .startsWith("{\"result\":{\"presence\":{\"")
          .contains("\"user\":\"\"", "\"client\":\"");
      assertThat(ok("presence", "{\"channel\":\"orders:1\"}"))
          .startsWith("{\"error\":{\"code\":108,\"message\":\"not available: ");
      assertThat(ok("presence", "{}"))
          .isEqualTo("{\"error\":{\"code\":107,\"message\":\"bad request: channel is missing\"}}");
    }
  }

  @Test
  void channelsMustListThoseThatMatch() throws Exception {
    try (TestClient client = subscribed("list:a")) {
      assertThat(client.isClosed()).isFalse();
      assertThat(ok("channels", "{\"pattern\":\"list:*\"}"))
          .isEqualTo("{\"result\":{\"channels\":{\"list:a\":{\"num_clients\":1}}}}");
    }
  }

  @Test
  void infoMustIntroduceTheNode() throws Exception {
    assertThat(ok("info", "{}"))
        .startsWith("{\"result\":{\"nodes\":[{\"uid\":\"")
        .contains("\"name\":\"left\"", "\"version\":\"", "\"num_clients\":", "\"uptime\":")
        .doesNotContain("project.version");
  }

  @Test
  void clientCommandsMustSucceedWithoutAnyClient() throws Exception {
    assertThat(ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\"}")).isEqualTo("{\"result\":{}}");
    assertThat(ok("unsubscribe", "{\"user\":\"7\",\"channel\":\"a\"}"))
        .isEqualTo("{\"result\":{}}");
    assertThat(ok("disconnect", "{\"user\":\"7\"}")).isEqualTo("{\"result\":{}}");
    assertThat(ok("refresh", "{\"user\":\"7\",\"expired\":true}")).isEqualTo("{\"result\":{}}");
  }

  @Test
  void rpcWithoutAHandlerMustNotBeFound() throws Exception {
    assertThat(ok("rpc", "{\"method\":\"nothing\"}")).startsWith("{\"error\":{\"code\":104,");
  }

  @Test
  void batchMustAnswerEachCommandInItsPlace() throws Exception {
    assertThat(
            ok(
                "batch",
                "{\"commands\":[{\"publish\":{\"channel\":\"b\",\"data\":1}},"
                    + "{\"presence\":{\"channel\":\"b\"}},{}],\"parallel\":true}"))
        .startsWith("{\"replies\":[{\"publish\":{}},{\"error\":{\"code\":108,")
        .endsWith("{\"error\":{\"code\":104,\"message\":\"not found: no such method\"}}]}");
  }

  @Test
  void broadcastMustAnswerForEachChannel() throws Exception {
    try (TestClient one = subscribed("cast1");
        TestClient two = subscribed("cast2")) {
      assertThat(ok("broadcast", "{\"channels\":[\"cast1\",\"\",\"cast2\"],\"data\":\"hi\"}"))
          .startsWith("{\"result\":{\"responses\":[{\"result\":{}},{\"error\":{\"code\":107,")
          .endsWith("}},{\"result\":{}}]}}");
      await().until(() -> one.texts().contains("\"hi\"") && two.texts().contains("\"hi\""));
    }
  }

  @Test
  void repetitionMustPublishNothingTwice() throws Exception {
    String request =
        "{\"channel\":\"kept:once\",\"data\":\"paid\",\"idempotency_key\":\"order-1\"}";

    String first = ok("publish", request);

    assertThat(first).startsWith("{\"result\":{\"offset\":1,\"epoch\":\"");
    assertThat(ok("publish", request)).isEqualTo(first);
    assertThat(ok("history", "{\"channel\":\"kept:once\"}")).endsWith("\"offset\":1}}");
  }

  @Test
  void everythingMustBeClosedWithoutTheKey() throws Exception {
    for (String path : List.of("/api/publish", "/api/nothing", "/api/")) {
      HttpResponse<String> none = HTTP.send(post(path, "{}").build(), asText());
      HttpResponse<String> wrong =
          HTTP.send(post(path, "{}").header("X-API-Key", KEY + "!").build(), asText());

      assertThat(none.statusCode()).as(path).isEqualTo(401);
      assertThat(none.body()).startsWith("{\"error\":{\"code\":101,\"message\":\"unauthorized");
      assertThat(wrong.statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  void keyMustBeTakenAsAuthorizationToo() throws Exception {
    HttpRequest request = post("/api/info", "{}").header("Authorization", "apikey " + KEY).build();

    assertThat(HTTP.send(request, asText()).statusCode()).isEqualTo(200);
  }

  @Test
  void keyMustNotBeLogged() throws Exception {
    ok("info", "{}");

    assertThat(server.log()).doesNotContain(KEY);
  }

  @Test
  void bodyThatIsNotWhatTheMethodTakesMustBeRefused() throws Exception {
    HttpResponse<String> type = call("history", "{\"channel\":\"kept:h\",\"limit\":\"ten\"}");
    HttpResponse<String> json = call("publish", "{\"channel\":\"a\",");

    assertThat(type.statusCode()).isEqualTo(400);
    assertThat(type.body())
        .isEqualTo(
            "{\"error\":{\"code\":107,\"message\":\"bad request: limit is not an integer\"}}");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.body()).startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: not");
  }

  @Test
  void bodyBeyondTheLimitMustBeRefused() throws Exception {
    String data = "x".repeat(5000);

    HttpResponse<String> answer = call("publish", "{\"channel\":\"a\",\"data\":\"" + data + "\"}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("heartwire.api.max-body-bytes=4096");
  }

  @Test
  void moreThanTheLimitAtOnceMustBeRefused() throws Exception {
    HttpResponse<String> batch = call("batch", "{\"commands\":[{},{},{},{}]}");

    assertThat(batch.statusCode()).isEqualTo(400);
    assertThat(batch.body()).startsWith("{\"error\":{\"code\":106,");
    assertThat(ok("broadcast", "{\"channels\":[\"a\",\"b\",\"c\",\"d\"],\"data\":1}"))
        .startsWith("{\"error\":{\"code\":106,");
  }

  @Test
  void unknownMethodMustNotBeFound() throws Exception {
    HttpResponse<String> answer = call("nothing", "{}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("{\"error\":{\"code\":104,\"message\":\"not found: no such method\"}}");
  }

  @Test
  void getMustNotBeAllowed() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.http("/api/info")).header("X-API-Key", KEY).build();

    assertThat(HTTP.send(request, asText()).statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded"})
  void bodyMayComeUnderAnyContentType(String type) throws Exception {
    HttpRequest request =
        post("/api/publish", "{\"channel\":\"a\",\"data\":\"1+1=2&x\"}")
            .header("X-API-Key", KEY)
            .header("Content-Type", type)
            .build();

    assertThat(HTTP.send(request, asText()).body()).isEqualTo("{\"result\":{}}");
  }

  @Test
  void descriptionMustListAllMethods() {
    String description = server.get("/openapi?format=JSON").replaceAll("\\s", "");

    assertThat(METHODS)
        .allSatisfy(
            method ->
                assertThat(description)
                    .contains("\"/api/" + method + "\"", "\"operationId\":\"" + method + "\""));
    assertThat(description)
        .contains("\"X-API-Key\"", "\"idempotency_key\"", "\"PublishRequest\"")
        .contains("\"401\"", "\"413\"", "\"BatchResponse\"", "\"num_clients\"");
  }

  @Test
  void restOfTheGatewayMustStayReachable() {
    assertThat(server.get("/")).contains("<html");
    assertThat(server.status("/console/app.js")).isEqualTo(200);
    assertThat(server.status("/health/ready")).isEqualTo(200);
    assertThat(server.get("/metrics")).contains("heartwire_");
  }

  private static TestClient subscribed(String channel) {
    return TestClient.subscribe(server.ws("/ws/" + channel));
  }

  private static String ok(String method, String body) throws Exception {
    HttpResponse<String> answer = call(method, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static HttpResponse<String> call(String method, String body)
      throws IOException, InterruptedException {
    return HTTP.send(post("/api/" + method, body).header("X-API-Key", KEY).build(), asText());
  }

  private static HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(server.http(path))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpResponse.BodyHandler<String> asText() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
