package io.heartwire.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.ClientState;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.TokenSupplier;
import io.heartwire.client.WhileReconnecting;
import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.CuttingProxy;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.StompSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two nodes are one gateway to their clients and back ends. */
@Isolated("measures how soon another consumer gets the work")
class OneGatewayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static ClusterNodes cluster;

  @BeforeAll
  static void start() {
    cluster = new ClusterNodes();
    cluster.start("left", "right");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void whatIsPublishedAtOneNodeReachesClientsOfAll() throws Exception {
    ApiClient left = cluster.api(0);
    ApiClient right = cluster.api(1);
    try (TestClient raw = TestClient.connect(cluster.node(0).ws("/ws/news:all"));
        JsonClient client = JsonClient.connect(cluster.node(1).ws("/connection/websocket"), "{}")) {
      assertThat(client.subscribe("news:all")).contains("\"subscribe\":");
      await() // until the raw client is subscribed, which it is not told
          .untilAsserted(
              () ->
                  assertThat(left.post("presence_stats", "{\"channel\":\"news:all\"}"))
                      .contains("\"num_clients\":2"));

      assertThat(right.post("publish", "{\"channel\":\"news:all\",\"data\":\"from right\"}"))
          .contains("\"offset\":1");
      raw.await("\"from right\"");
      assertThat(left.post("publish", "{\"channel\":\"news:all\",\"data\":\"from left\"}"))
          .contains("\"offset\":2");
      await().until(() -> client.pushes().size() == 2);
      assertThat(client.pushes())
          .satisfiesExactly(
              first -> assertThat(first).contains("from right"),
              second -> assertThat(second).contains("from left"));

      assertThat(left.post("presence", "{\"channel\":\"news:all\"}")).contains("\"client\":");
      assertThat(left.post("channels", "{}")).contains("news:all");
      assertThat(left.post("info", "{}")).contains("\"name\":\"left\"", "\"name\":\"right\"");
      await() // until the other one has told it
          .untilAsserted(
              () ->
                  assertThat(left.post("info", "{}"))
                      .containsPattern("\"live\":1,\"stale\":0,.*\"live\":1,"));
      assertThat(left.post("history", "{\"channel\":\"news:all\",\"limit\":9}"))
          .contains("from right", "from left");
      assertThat(client.subscribe("plain:all")).contains("\"subscribe\":");
      await()
          .untilAsserted(
              () ->
                  assertThat(left.post("channels", "{\"pattern\":\"plain:*\"}"))
                      .isEqualTo(
                          "{\"result\":{\"channels\":{\"plain:all\":{\"num_clients\":1}}}}"));
      await().until(() -> cluster.node(0).metric("heartwire_engine_pending") == 0);
      assertThat(cluster.node(0).metric("heartwire_engine_messages_lost_total")).isZero();
      for (GatewayServer node : cluster.all()) {
        assertThat(node.metric("heartwire_delivery_lag_seconds_count")).isPositive();
        assertThat(node.metric("heartwire_publish_seconds_count")).isPositive();
      }
      assertThat(cluster.node(0).get("/health/ready"))
          .contains("\"engine\":\"redis\"", "\"state\":\"up\"", "\"nodes\":2");
    }
  }

  @Test
  void queuesAreTheSameAtAllNodes() {
    ApiClient left = cluster.api(0);
    ApiClient right = cluster.api(1);
    assertThat(left.post("queue_send", "{\"queue\":\"mails\",\"data\":1}"))
        .startsWith("{\"result\":{\"outcome\":\"sent\",\"id\":");
    assertThat(right.post("queue_stats", "{\"pattern\":\"m*\"}"))
        .startsWith("{\"result\":{\"queues\":{\"mails\":{\"ready\":1,\"delayed\":0,");
    assertThat(right.post("queue_move", "{\"queue\":\"mails\"}"))
        .isEqualTo("{\"result\":{\"moved\":0,\"left\":0}}");
    assertThat(right.post("queue_purge", "{\"queue\":\"mails\"}"))
        .isEqualTo("{\"result\":{\"purged\":1}}");
    assertThat(left.post("queue_stats", "{\"queue\":\"mails\"}")).contains("\"ready\":0,");
  }

  @Test
  void clientsOfStompMissNothingWhenTheyComeBackToTheOtherNode() throws Exception {
    ApiClient api = cluster.api(0);
    String topic = "/topic/news:stomp";
    String epoch;
    String offset;
    try (StompSocket before = StompSocket.connect(cluster.node(0).ws("/stomp"))) {
      before.asks("SUBSCRIBE", "id:1", "destination:" + topic, "recoverable:true");
      before.sends(topic, "heard");
      StompSocket.Frame heard = before.read("MESSAGE");
      assertThat(heard.body()).isEqualTo("heard");
      epoch = heard.header("epoch");
      offset = heard.header("offset");
      before.drop();
    }
    api.post("publish", "{\"channel\":\"news:stomp\",\"data\":\"missed\"}");
    try (StompSocket after = StompSocket.connect(cluster.node(1).ws("/stomp"))) {
      StompSocket.Frame receipt =
          after.asks(
              "SUBSCRIBE", "id:1", "destination:" + topic, "epoch:" + epoch, "offset:" + offset);
      assertThat(receipt.header("recovered")).isEqualTo("true");
      api.post("publish", "{\"channel\":\"news:stomp\",\"data\":\"next\"}");
      assertThat(after.read("MESSAGE").body()).isEqualTo("\"missed\"");
      assertThat(after.read("MESSAGE").body()).isEqualTo("\"next\"");
    }
  }

  /** What a consumer has that drops its connection goes to another at once. */
  @Test
  void workGoesToConsumersOfAnyNode() throws Exception {
    String queue = "/queue/work:across";
    try (StompSocket sender = StompSocket.connect(cluster.node(0).ws("/stomp"));
        StompSocket doomed = StompSocket.connect(cluster.node(0).ws("/stomp")).consumes(queue, 5);
        StompSocket other = StompSocket.connect(cluster.node(1).ws("/stomp"))) {
      for (int i = 0; i < 5; i++) {
        sender.sends(queue, "" + i);
        assertThat(doomed.read("MESSAGE").body()).isEqualTo("" + i);
      }
      other.consumes(queue, 5);
      long before = System.nanoTime();
      doomed.drop();
      for (int i = 0; i < 5; i++) {
        StompSocket.Frame again = other.read("MESSAGE");
        assertThat(again.body()).isEqualTo("" + i);
        assertThat(again.header("delivery-count")).isEqualTo("2");
        other.acknowledges(again);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
      sender.sends(queue, "last");
      assertThat(other.read("MESSAGE").body()).isEqualTo("last");
    }
  }

  /** Each time the writer is cut off it comes back to the other node. */
  @Test
  void aClientsRepetitionsAreRecognisedOnTheOtherNode() {
    URI left = cluster.node(0).ws("/connection/websocket");
    URI right = cluster.node(1).ws("/connection/websocket");
    List<CompletionStage<?>> all = new ArrayList<>();
    try (CuttingProxy proxy = CuttingProxy.to(left);
        CentrifugeClient writer =
            HeartwireClient.centrifuge(proxy.address())
                .tokens(TokenSupplier.of(ClusterNodes.token("{\"sub\":\"writer\"}")))
                .requests(WhileReconnecting.buffer(1000, PATIENCE))
                .build()) {
      get(writer.connect());
      for (int cut = 0; cut < 6; cut++) {
        for (int i = 0; i < 100; i++) {
          all.add(writer.publish("news:writer", "" + all.size()));
        }
        proxy.leadTo(cut % 2 == 0 ? right : left);
        proxy.down();
        await().until(() -> writer.state() == ClientState.RECONNECTING);
        proxy.up();
        all.forEach(OneGatewayIT::get);
      }
    }
    String history = cluster.api(0).post("history", "{\"channel\":\"news:writer\",\"limit\":-1}");
    List<String> published =
        Pattern.compile("\"data\":(\\d+)")
            .matcher(history)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(published)
        .containsExactlyElementsOf(IntStream.range(0, 600).mapToObj(i -> "" + i).toList());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
