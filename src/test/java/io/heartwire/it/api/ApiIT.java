package io.heartwire.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server API of a real gateway, as a back end sees it. */
class ApiIT {
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
          "queue_send",
          "queue_stats",
          "queue_purge",
          "queue_move",
          "info",
          "batch",
          "drain",
          "rebalance",
          "rpc");

  private static ApiServer api;

  @BeforeAll
  static void start() {
    api = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void publicationMustReachARawClientByteForByte() throws Exception {
    try (TestClient client = subscribed("orders:42")) {
      HttpResponse<String> answer =
          api.call(
              "publish", "{\"channel\":\"orders:42\",\"data\":{\"n\" : 1.00, \"text\":\"ä\"}}");

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

      api.call("publish", "{\"channel\":\"binary\",\"b64data\":\"" + b64 + "\"}");

      await().until(() -> client.binaries().size() == 1);
      assertThat(client.binaries().get(0)).isEqualTo(bytes);
    }
  }

  @Test
  void historyMustGiveBackWhatWasPublishedUntilItIsRemoved() throws Exception {
    api.call("publish", "{\"channel\":\"kept:h\",\"data\":[1],\"tags\":{\"a\":\"b\"}}");
    api.call("publish", "{\"channel\":\"kept:h\",\"data\":\"two\"}");

    assertThat(api.ok("history", "{\"channel\":\"kept:h\",\"limit\":-1}"))
        .startsWith(
            "{\"result\":{\"publications\":[{\"data\":[1],\"offset\":1,\"tags\":{\"a\":\"b\"}},"
                + "{\"data\":\"two\",\"offset\":2}],\"epoch\":\"")
        .endsWith("\",\"offset\":2}}");
    assertThat(api.ok("history_remove", "{\"channel\":\"kept:h\"}")).isEqualTo("{\"result\":{}}");
    assertThat(api.ok("history", "{\"channel\":\"kept:h\",\"limit\":-1}"))
        .startsWith("{\"result\":{\"publications\":[],");
  }

  @Test
  void presenceMustShowARawClientOnlyWhereItIsKept() throws Exception {
    try (TestClient client = subscribed("kept:room")) {
      assertThat(client.isClosed()).isFalse();
      assertThat(api.ok("presence_stats", "{\"channel\":\"kept:room\"}"))
          .isEqualTo("{\"result\":{\"num_clients\":1,\"num_users\":1}}");
      assertThat(api.ok("presence", "{\"channel\":\"kept:room\"}"))
          .startsWith("{\"result\":{\"presence\":{\"")
          .contains("\"user\":\"\"", "\"client\":\"");
      assertThat(api.ok("presence", "{\"channel\":\"orders:1\"}"))
          .startsWith("{\"error\":{\"code\":108,\"message\":\"not available: ");
      assertThat(api.ok("presence", "{}"))
          .isEqualTo("{\"error\":{\"code\":107,\"message\":\"bad request: channel is missing\"}}");
    }
  }

  @Test
  void channelsMustListThoseThatMatch() throws Exception {
    try (TestClient client = subscribed("list-a")) {
      assertThat(client.isClosed()).isFalse();
      assertThat(api.ok("channels", "{\"pattern\":\"list-*\"}"))
          .isEqualTo("{\"result\":{\"channels\":{\"list-a\":{\"num_clients\":1}}}}");
    }
  }

  @Test
  void infoMustIntroduceTheNode() throws Exception {
    assertThat(api.ok("info", "{}"))
        .startsWith("{\"result\":{\"nodes\":[{\"uid\":\"")
        .contains("\"name\":\"left\"", "\"version\":\"", "\"num_clients\":", "\"uptime\":")
        .contains("\"draining\":false", "\"connections\":{\"pending\":")
        .endsWith("\"capacity\":50000}}]}}")
        .doesNotContain("project.version");
  }

  @Test
  void clientCommandsMustSucceedWithoutAnyClient() throws Exception {
    assertThat(api.ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\"}"))
        .isEqualTo("{\"result\":{}}");
    assertThat(api.ok("unsubscribe", "{\"user\":\"7\",\"channel\":\"a\"}"))
        .isEqualTo("{\"result\":{}}");
    assertThat(api.ok("disconnect", "{\"user\":\"7\"}")).isEqualTo("{\"result\":{}}");
    assertThat(api.ok("refresh", "{\"user\":\"7\",\"expired\":true}")).isEqualTo("{\"result\":{}}");
  }

  @Test
  void rpcWithoutAHandlerMustNotBeFound() throws Exception {
    assertThat(api.ok("rpc", "{\"method\":\"nothing\"}")).startsWith("{\"error\":{\"code\":104,");
  }

  @Test
  void batchMustAnswerEachCommandInItsPlace() throws Exception {
    assertThat(
            api.ok(
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
      assertThat(api.ok("broadcast", "{\"channels\":[\"cast1\",\"\",\"cast2\"],\"data\":\"hi\"}"))
          .startsWith("{\"result\":{\"responses\":[{\"result\":{}},{\"error\":{\"code\":107,")
          .endsWith("}},{\"result\":{}}]}}");
      await().until(() -> one.texts().contains("\"hi\"") && two.texts().contains("\"hi\""));
    }
  }

  @Test
  void repetitionMustPublishNothingTwice() throws Exception {
    String request =
        "{\"channel\":\"kept:once\",\"data\":\"paid\",\"idempotency_key\":\"order-1\"}";

    String first = api.ok("publish", request);

    assertThat(first).startsWith("{\"result\":{\"offset\":1,\"epoch\":\"");
    assertThat(api.ok("publish", request)).isEqualTo(first);
    assertThat(api.ok("history", "{\"channel\":\"kept:once\"}")).endsWith("\"offset\":1}}");
  }

  @Test
  void queueMustTakeWhatIsSentTellOfItAndBePurged() throws Exception {
    String request = "{\"queue\":\"work:new\",\"data\":{\"id\":42},\"idempotency_key\":\"42\"}";

    assertThat(api.ok("queue_send", request))
        .isEqualTo("{\"result\":{\"outcome\":\"sent\",\"id\":1}}");
    assertThat(api.ok("queue_send", request)).contains("repeated");
    assertThat(api.ok("queue_stats", "{\"pattern\":\"work:*\"}"))
        .startsWith("{\"result\":{\"queues\":{\"work:new\":{\"ready\":1,\"delayed\":0,");
    assertThat(api.ok("queue_move", "{\"queue\":\"work:new\"}"))
        .isEqualTo("{\"result\":{\"moved\":0,\"left\":0}}");
    assertThat(api.ok("queue_purge", "{\"queue\":\"work:new\"}"))
        .isEqualTo("{\"result\":{\"purged\":1}}");
    assertThat(api.ok("queue_send", "{\"queue\":\"closed:new\",\"data\":1}"))
        .startsWith("{\"error\":{\"code\":102,\"message\":\"unknown queue: namespace 'closed'");
  }

  @Test
  void descriptionMustBeServedToWhoeverHasTheKey() throws Exception {
    HttpResponse<String> description = api.look("/api/openapi.yaml");

    assertThat(description.statusCode()).isEqualTo(200);
    assertThat(description.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/yaml");
    assertThat(description.body()).contains("openapi: 3.", "  /publish:", "X-API-Key");
    assertThat(api.server().status("/api/openapi.yaml")).isEqualTo(401);
  }

  /** An application that is described at /openapi has methods of its own in mind. */
  @Test
  void descriptionOfTheServerMustNotListTheMethods() {
    assertThat(api.server().get("/openapi"))
        .contains("openapi:")
        .doesNotContain("/api", "{method}");
  }

  @Test
  void stateOfADrainMustBeThereToLookAt() throws Exception {
    HttpResponse<String> state = api.look("/api/drain");

    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(state.body()).startsWith("{\"result\":{\"state\":\"idle\",");
  }

  @Test
  void readinessMustShowTheEngineAndItsNodes() {
    assertThat(api.server().get("/health/ready"))
        .contains("\"engine\":\"memory\"", "\"state\":\"up\"", "\"nodes\":1");
  }

  @Test
  void onlyNodeMustHaveNothingToRebalance() throws Exception {
    assertThat(api.ok("rebalance", "{}")).startsWith("{\"result\":{\"state\":\"idle\",");
    assertThat(api.ok("drain", "{\"node\":\"right\"}"))
        .startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: node is ")
        .contains("there are left (");
  }

  @Test
  void everyMethodMustBeFound() throws Exception {
    for (String method : METHODS) {
      HttpResponse<String> answer = api.call(method, "[]"); // harmless, whatever the method does

      assertThat(answer.statusCode()).as(method).isEqualTo(400);
      assertThat(answer.body()).contains("the body is not an object");
    }
  }

  @Test
  void restOfTheGatewayMustStayReachable() {
    assertThat(api.server().get("/")).contains("<html");
    assertThat(api.server().status("/heartwire/app.js")).isEqualTo(200);
    assertThat(api.server().status("/health/ready")).isEqualTo(200);
    assertThat(api.server().get("/metrics")).contains("heartwire_");
  }

  private static TestClient subscribed(String channel) {
    return TestClient.subscribe(api.server().ws("/ws/" + channel));
  }
}
