package io.heartwire.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.TestClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the console of a real gateway tells and does, over HTTP and its live feed. */
class ConsoleDataIT {
  private static ConsoleServer console;

  @BeforeAll
  static void start() {
    console = ConsoleServer.start(Map.of("HEARTWIRE_NODE_NAME", "left"));
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @Test
  void anybodyMustLearnHowToSignInAndNothingElse() throws Exception {
    assertThat(console.ok(null, "access", "{}").toString())
        .isEqualTo("{\"mode\":\"sign-in\",\"development\":false,\"how\":[\"key\"]}");
    for (String name : List.of("overview", "connections", "configuration", "nothing", "")) {
      HttpResponse<String> answer = console.call(null, name, "{}");
      assertThat(answer.statusCode()).as(name).isEqualTo(401);
      assertThat(answer.body()).startsWith("{\"error\":{\"code\":101,");
    }
    assertThat(console.call("made up", "overview", "{}").statusCode()).isEqualTo(401);
    double before = console.server().metric("heartwire_console_refusals_total");
    assertThat(console.call(null, "sign-in", "{\"key\":\"wrong\"}").statusCode()).isEqualTo(401);
    assertThat(console.server().metric("heartwire_console_refusals_total")).isEqualTo(before + 1);
  }

  @Test
  void overviewMustCountConnections() throws Exception {
    String token = console.signIn();
    try (TestClient client = TestClient.subscribe(console.server().ws("/ws/seen"))) {
      JsonNode overview = console.ok(token, "overview", "{}");

      JsonNode node = overview.get("nodes").get(0);
      assertThat(node.get("name").asText()).isEqualTo("left");
      assertThat(node.get("status").asText()).isEqualTo("ready");
      assertThat(node.at("/figures/connections/live").asInt()).isPositive();
      assertThat(node.at("/figures/bytes_in").asInt()).isPositive();
      assertThat(overview.at("/engine/name").asText()).isEqualTo("memory");
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void connectionsMustBeListedPageByPage() throws Exception {
    String token = console.signIn();
    List<TestClient> clients = TestClient.subscribe(console.server().ws("/ws/pages"), 5);

    JsonNode first = console.ok(token, "connections", "{\"limit\":3,\"protocol\":\"raw\"}");
    assertThat(first.get("rows")).hasSize(3);
    assertThat(first.get("total").asInt()).isGreaterThanOrEqualTo(5);
    String next = first.get("next").asText();
    JsonNode second =
        console.ok(
            token,
            "connections",
            "{\"limit\":200,\"protocol\":\"raw\",\"after\":\"" + next + "\"}");
    assertThat(first.get("rows").size() + second.get("rows").size())
        .isEqualTo(second.get("total").asInt());
    clients.forEach(TestClient::close);
  }

  @Test
  void feedMustTellTheOverviewToConsolesOnly() throws Exception {
    String token = console.signIn();
    try (TestClient feed = TestClient.connect(console.server().ws("/connection/websocket"))) {
      feed.send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
      feed.send("{\"id\":2,\"subscribe\":{\"channel\":\"$console:overview\"}}");

      await().until(() -> feed.texts().stream().anyMatch(text -> text.contains("\"figures\"")));
      feed.send("{\"id\":3,\"publish\":{\"channel\":\"open\",\"data\":{}}}");
      await().until(() -> feed.texts().stream().anyMatch(text -> text.contains("\"id\":3")));
      assertThat(feed.texts().toString()).contains("\"id\":3,\"error\":{\"code\":103");
    }
    try (TestClient stranger = TestClient.connect(console.server().ws("/connection/websocket"))) {
      stranger.send("{\"id\":1,\"connect\":{}}");
      stranger.send("{\"id\":2,\"subscribe\":{\"channel\":\"$console:overview\"}}");
      await().until(() -> stranger.texts().toString().contains("\"id\":2"));
      assertThat(stranger.texts().toString()).contains("\"id\":2,\"error\":{\"code\":103");
    }
    assertThat(console.server().status("/ws/$console:overview")).isGreaterThanOrEqualTo(400);
  }

  @Test
  void noOtherWayMustLeadToTheFeed() throws Exception {
    for (String frame :
        List.of(
            "SUBSCRIBE\nid:1\ndestination:/topic/$console:overview\n\n\0",
            "SEND\ndestination:/topic/$console:overview\n\n{}\0")) {
      try (TestClient stomp = TestClient.connect(console.server().ws("/stomp"))) {
        stomp.send("CONNECT\naccept-version:1.2\nhost:here\n\n\0");
        stomp.send(frame);
        assertThat(stomp.closeCode()).as(frame).isEqualTo(3507);
        assertThat(stomp.texts().get(1)).startsWith("ERROR\nmessage:permission denied\n");
      }
    }
    ApiClient backEnd = new ApiClient(console.server(), ConsoleServer.KEY);
    for (String method :
        List.of("publish", "history", "history_remove", "presence", "presence_stats")) {
      String answer = backEnd.post(method, "{\"channel\":\"$console:overview\",\"data\":{}}");
      assertThat(answer).as(method).startsWith("{\"error\":{\"code\":103,");
    }
    assertThat(backEnd.post("channels", "{}")).doesNotContain("console");
  }

  @Test
  void thePageMustHaveAStrictPolicyAndNoOtherAddress() throws Exception {
    for (String path : List.of("/console", "/console/app.js", "/console/uplot.js")) {
      HttpHeaders headers = console.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .as(path)
          .startsWith("default-src 'none'; ")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe", "*");
      assertThat(headers.map()).doesNotContainKey("Set-Cookie");
    }
    for (String path :
        List.of(
            "/heartwire-console/console.html",
            "/heartwire-console/app.js",
            "/heartwire-manual/README.html",
            "/META-INF/pages/heartwire-console/app.js")) {
      assertThat(console.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void operatorMustPublishAndDisconnectAndBeLogged() throws Exception {
    String token = console.signIn();
    try (TestClient client = TestClient.subscribe(console.server().ws("/ws/acted"))) {
      console.ok(token, "publish", "{\"channel\":\"acted\",\"data\":{\"by\":\"console\"}}");
      client.await("{\"by\":\"console\"}");
      JsonNode subscriber =
          console.ok(token, "subscribers", "{\"channel\":\"acted\"}").at("/rows/0");
      String which =
          "{\"node\":%s,\"id\":%s}".formatted(subscriber.get("node"), subscriber.get("id"));
      assertThat(
              console.ok(token, "connection", which).at("/subscriptions_list/0/channel").asText())
          .isEqualTo("acted");

      console.ok(token, "disconnect", which);

      await().until(client::isClosed);
      assertThat(console.server().log())
          .contains("\"who\":\"api key\"", "\"what\":\"publish\"", "\"what\":\"disconnect\"")
          .doesNotContain(ConsoleServer.KEY);
    }
  }

  @Test
  void settingsHealthAndDrainMustBeShown() throws Exception {
    String token = console.signIn();

    assertThat(console.ok(token, "configuration", "{}").toString())
        .contains("{\"key\":\"heartwire.api.key\",\"hidden\":true,")
        .contains("{\"key\":\"heartwire.node.name\",\"value\":\"left\",")
        .doesNotContain(ConsoleServer.KEY);
    JsonNode health = console.ok(token, "health", "{}");
    assertThat(health.get("status").asText()).isEqualTo("UP");
    assertThat(health.get("checks").findValuesAsText("name"))
        .contains("heartbeat", "wire", "connections", "gateway");
    assertThat(console.ok(token, "drain_status", "{}").at("/nodes/0/state").asText())
        .isEqualTo("idle");
    assertThat(console.ok(token, "channels", "{}").get("rows").isArray()).isTrue();
  }

  @Test
  void bodyThatIsNotOneJsonObjectMustBeRefused() throws Exception {
    String token = console.signIn();

    assertThat(console.call(token, "overview", "{} {}").statusCode()).isEqualTo(400);
    assertThat(console.call(token, "connections", "{\"limit\":\"many\"}").body()).contains("limit");
    assertThat(
            console.call(token, "overview", "{\"a\":\"" + "x".repeat(200_000) + "\"}").statusCode())
        .isEqualTo(413);
    HttpRequest form =
        console
            .request("/console/data/overview", "{}")
            .header("Content-Type", "text/plain")
            .header("Authorization", "Bearer " + token)
            .build();
    assertThat(console.send(form).statusCode()).isEqualTo(415);
  }
}
