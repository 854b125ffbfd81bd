package io.heartwire.it.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.centrifuge.OfficialClient;
import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.StompSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** Drains and rebalances by the server API, with all protocols. */
@Isolated("watches the pace of a drain")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrainIT {
  private static final String KEY = "a key for tests";
  private static final String SUBSCRIBED = "subscribed";

  private static GatewayServer server;
  private static ApiClient api;

  @BeforeAll
  static void start() {
    Map<String, String> env =
        Environment.of(
            """
            HEARTWIRE_DRAIN_DELAY=3s
            HEARTWIRE_DRAIN_RATE=100
            HEARTWIRE_QUEUE_DEFAULT_ALLOW_SEND=true
            HEARTWIRE_QUEUE_DEFAULT_ALLOW_CONSUME=true
            HEARTWIRE_CHANNEL_NAMESPACES=kept
            HEARTWIRE_CHANNEL_KEPT_ALLOW_SUBSCRIBE=true
            HEARTWIRE_CHANNEL_KEPT_HISTORY_SIZE=100
            HEARTWIRE_CHANNEL_KEPT_HISTORY_TTL=5m
            HEARTWIRE_CHANNEL_KEPT_FORCE_RECOVERY=true
            """);
    env.put("HEARTWIRE_API_KEY", KEY);
    server = GatewayServer.startOpen(env);
    api = new ApiClient(server, KEY);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void nobodyIsLeft() {
    await().until(() -> server.get("/health/ready").contains("\"total\":0"));
  }

  @Test
  @Order(1)
  void aDrainSendsEverybodyAwayAndWhoRecoversMissesNothing() throws Exception {
    TestClient raw = TestClient.connect(server.ws("/ws/lobby"));
    try (OfficialClient official = OfficialClient.connect(centrifuge(), "{}")) {
      OfficialClient.Watched orders = official.subscribe("kept:orders");
      await().until(() -> orders.events().contains(SUBSCRIBED));
      publish(1);

      assertThat(api.post("drain", "{}")).contains("\"state\":\"draining\"", "\"remaining\":2");
      assertThatNobodyGetsIn();
      publish(2);
      await("before the first is asked to go").until(() -> orders.publications().size() == 2);

      await().until(() -> api.get("drain").contains("\"state\":\"drained\""));
      assertThat(api.get("drain")).contains("\"moved\":2,\"lost\":0,\"cut\":0,\"left\":0");
      assertThat(raw.closeCode()).isEqualTo(1012);
      assertThat(raw.closeReason()).matches("shutdown, reconnect in \\d+ ms");
      await()
          .untilAsserted(
              () ->
                  assertThat(official.reasons())
                      .anyMatch(why -> why.matches("shutdown, reconnect in \\d+ ms")));
      assertThat(official.states()).contains("connecting 3001");
      publish(3);
      assertThatNobodyGetsIn();

      assertThat(api.post("drain", "{\"cancel\":true}")).contains("\"state\":\"idle\"");
      await().until(() -> orders.publications().size() == 3);
      assertThat(orders.publications()).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
      assertThat(orders.events()).endsWith("subscribing 1", "recovered");
      assertThat(server.status("/health/ready")).isEqualTo(200);
    }
    assertThat(server.metric("heartwire_drain_connections_total{outcome=\"moved\"}")).isEqualTo(2);
    assertThat(server.metric("heartwire_refusals_total{reason=\"draining\"}")).isPositive();
    assertThat(server.metric("heartwire_connections_closed_total{code=\"1012\"}")).isEqualTo(1);
    assertThat(server.metric("heartwire_connections_closed_total{code=\"3001\"}")).isEqualTo(1);
  }

  @Test
  @Order(2)
  void whoeverWaitsIsAnsweredWhenItIsOver() throws Exception {
    try (TestClient raw = TestClient.connect(server.ws("/ws/lobby"))) {
      CompletableFuture<String> first = api.postLater("drain", "{\"wait\":true}");
      CompletableFuture<String> second = api.postLater("drain", "{\"wait\":true,\"rate\":1}");

      assertThat(first.join())
          .isEqualTo(second.join())
          .contains("\"state\":\"drained\"", "\"connections\":1,\"moved\":1");
      assertThat(ApiClient.number(first.join(), "time")).isGreaterThanOrEqualTo(3);
      assertThat(raw.closeCode()).isEqualTo(1012);
    } finally {
      api.post("drain", "{\"cancel\":true}");
    }
  }

  @Test
  @Order(3)
  void aRebalanceMovesAShareAndRefusesNobody() throws Exception {
    Stream<TestClient> joining =
        IntStream.range(0, 10).mapToObj(i -> TestClient.connect(server.ws("/ws/lobby")));
    var crowd = joining.toList();

    CompletableFuture<String> over =
        api.postLater("rebalance", "{\"percent\":30,\"rate\":1,\"wait\":true}");
    await().until(() -> api.get("drain").contains("\"state\":\"rebalancing\""));
    assertThat(server.status("/health/ready")).isEqualTo(200);
    try (RawSocket newcomer = RawSocket.connect(server.ws("/ws/lobby"))) {
      assertThat(newcomer.status()).isEqualTo(101);
    }

    assertThat(over.join()).contains("\"state\":\"idle\"", "\"connections\":3,\"moved\":3");
    assertThat(crowd.subList(0, 3)).allMatch(TestClient::isClosed);
    assertThat(crowd.get(0).closeReason()).matches("rebalance, reconnect in \\d+ ms");
    assertThat(crowd.subList(3, 10)).noneMatch(TestClient::isClosed);
    crowd.forEach(TestClient::close);
  }

  @Test
  @Order(4)
  void nobodyWithoutTheKeyDrains() {
    ApiClient stranger = new ApiClient(server, "guessed");

    assertThat(stranger.post("drain", "{}")).contains("unauthorized");
    assertThat(stranger.post("rebalance", "{\"percent\":100}")).contains("unauthorized");
    assertThat(server.status("/api/drain")).isEqualTo(401);
    assertThat(server.status("/heartwire/hold")).as("the gateway's own").isEqualTo(404);
  }

  /** Their usual client comes back after a fixed time: who leaves later, comes back later. */
  @Test
  @Order(5)
  void clientsOfStompLeaveOneAfterTheOtherWithAllThatWasSentToThem() throws Exception {
    List<StompSocket> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      StompSocket client = StompSocket.connect(server.ws("/stomp"));
      client.asks("SUBSCRIBE", "id:1", "destination:/topic/lobby");
      clients.add(client);
    }
    clients.get(0).consumes("/queue/work", 1);
    clients.get(1).sends("/queue/work", "unfinished");
    clients.get(0).read("MESSAGE");

    CompletableFuture<String> drained = api.postLater("drain", "{\"wait\":true}");
    await().until(() -> api.get("drain").contains("\"state\":\"draining\""));
    api.post("publish", "{\"channel\":\"lobby\",\"data\":\"last words\"}");
    for (StompSocket client : clients) {
      assertThat(client.readToTheEnd())
          .extracting(StompSocket.Frame::body)
          .containsExactly("\"last words\"");
      assertThat(client.closeCode()).isEqualTo(1012);
      client.close();
    }
    assertThat(drained.join()).contains("\"lost\":0,\"cut\":0,\"left\":0");
    assertThat(ApiClient.number(drained.join(), "time"))
        .as("three seconds of delay, and a hundred each second")
        .isGreaterThanOrEqualTo(3.4);
    api.post("drain", "{\"cancel\":true}");

    try (StompSocket next = StompSocket.connect(server.ws("/stomp"))) {
      next.says("SUBSCRIBE", "id:1", "destination:/queue/work", "ack:client-individual");
      assertThat(next.read("MESSAGE").headers())
          .as("was given back, which does not count")
          .containsEntry("delivery-count", "1");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE) // ends the server
  void aServerThatShallNotDrainWhenItStopsCutsItsClientsOff() throws Exception {
    TestClient raw = TestClient.connect(server.ws("/ws/lobby"));

    server.terminate();

    assertThat(raw.closeCode()).isEqualTo(1006);
  }

  private static void assertThatNobodyGetsIn() throws Exception {
    assertThat(server.get("/health/ready")).contains("\"draining\":true");
    assertThat(server.status("/health/ready")).isEqualTo(503);
    assertThat(server.status("/health/live")).isEqualTo(200);
    try (RawSocket refused = RawSocket.connect(server.ws("/ws/lobby"))) {
      assertThat(refused.status()).isEqualTo(503);
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(5, 10);
    }
  }

  private static void publish(int n) {
    String answer = api.post("publish", "{\"channel\":\"kept:orders\",\"data\":{\"n\":" + n + "}}");
    assertThat(answer).startsWith("{\"result\"");
  }

  private static java.net.URI centrifuge() {
    return server.ws("/connection/websocket");
  }
}
