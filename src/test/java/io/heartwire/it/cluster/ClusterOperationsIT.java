package io.heartwire.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.JsonClient;
import io.heartwire.testkit.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a back end asks of one node is done on all of them. */
class ClusterOperationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterNodes cluster = new ClusterNodes();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void whatABackEndAsksOfOneNodeIsDoneOnAll() throws Exception {
    cluster.start("left", "right");
    ApiClient left = cluster.api(0);
    List<JsonClient> bens = new ArrayList<>();
    String ben = ClusterNodes.token("{\"sub\":\"ben\",\"iat\":1,\"jti\":\"t2\"}");
    for (int node : List.of(0, 0, 1)) {
      bens.add(cluster.connect(node, ben));
    }
    String token = ClusterNodes.token("{\"sub\":\"ann\",\"jti\":\"t1\"}");
    try (JsonClient first = cluster.connect(1, token);
        JsonClient second = cluster.connect(1, token)) {
      first.subscribe("news:all");

      assertThat(left.post("subscribe", "{\"user\":\"ann\",\"channel\":\"plain:ann\"}"))
          .contains("\"outcome\":\"done\"");
      for (JsonClient ann : List.of(first, second)) {
        await().until(() -> ann.pushes().stream().anyMatch(push -> push.contains("plain:ann")));
      }
      assertThat(left.post("refresh", "{\"user\":\"ann\",\"expire_at\":%d}".formatted(inAnHour())))
          .contains("\"outcome\":\"done\"");
      await().until(() -> first.pushes().stream().anyMatch(push -> push.contains("\"refresh\"")));
      assertThat(left.post("unsubscribe", "{\"user\":\"ann\",\"channel\":\"news:all\"}"))
          .contains("\"outcome\":\"done\"", "left", "right");
      await().until(() -> first.pushes().stream().anyMatch(push -> push.contains("unsubscribe")));
      assertThat(left.post("disconnect", "{\"user\":\"ann\"}")).contains("\"outcome\":\"done\"");
      assertThat(first.closeCode()).isEqualTo(3503);
      assertThat(second.closeCode()).isEqualTo(3503);
    }
    assertThat(left.post("revoke_token", "{\"uid\":\"t1\"}")).contains("\"outcome\":\"done\"");
    try (JsonClient third = JsonClient.open(cluster.node(1).ws("/connection/websocket"))) {
      third.tell("connect", "{\"token\":\"" + token + "\"}");
      assertThat(third.closeCode()).isEqualTo(3500);
    }
    // Nobody is closed for a surplus before it has lasted 10 s.
    await().atMost(PATIENCE).until(() -> bens.stream().anyMatch(JsonClient::isClosed));
    JsonClient surplus = bens.stream().filter(JsonClient::isClosed).findFirst().orElseThrow();
    assertThat(surplus.closeCode()).as("a third connection of a user").isEqualTo(3504);
    assertThat(left.post("invalidate_user_tokens", "{\"user\":\"ben\"}"))
        .contains("\"outcome\":\"done\"");
    for (JsonClient each : bens) {
      assertThat(each.closeCode()).isEqualTo(each == surplus ? 3504 : 3500);
    }
    cluster.start("later");
    try (JsonClient fourth = JsonClient.open(cluster.node(2).ws("/connection/websocket"))) {
      fourth.tell("connect", "{\"token\":\"" + token + "\"}");
      assertThat(fourth.closeCode()).as("at a node that came after the revocation").isEqualTo(3500);
    }
  }

  @Test
  void aNodeThatWasCutOffFromRedisDoesWhatWasAskedOfOthersMeanwhile() throws Exception {
    String ann = ClusterNodes.token("{\"sub\":\"ann\",\"jti\":\"a1\"}");
    String ben = ClusterNodes.token("{\"sub\":\"ben\",\"jti\":\"b1\"}");
    String eve = ClusterNodes.token("{\"sub\":\"eve\",\"jti\":\"e1\"}");
    try (FaultProxy way = FaultProxy.before(cluster.redis().port())) {
      Map<String, String> right = cluster.environment("right");
      right.put("HEARTWIRE_BROKER_REDIS_ADDRESS", "redis://127.0.0.1:" + way.port());
      cluster.start(List.of(cluster.environment("left"), right));
      ApiClient left = cluster.api(0);
      try (JsonClient disconnected = cluster.connect(1, ann);
          JsonClient revoked = cluster.connect(1, ben);
          JsonClient subscriber = cluster.connect(1, eve)) {
        subscriber.subscribe("news:all");

        way.blackhole();
        long start = System.nanoTime();
        assertThat(left.post("disconnect", "{\"user\":\"ann\"}"))
            .contains("\"outcome\":\"not_reached\"");
        left.post("revoke_token", "{\"uid\":\"b1\"}");
        for (int i = 1; i <= 3; i++) {
          left.post("publish", "{\"channel\":\"news:all\",\"data\":\"p" + i + "\"}");
        }
        await()
            .atMost(Duration.ofSeconds(15))
            .until(() -> System.nanoTime() - start > Duration.ofSeconds(10).toNanos());
        assertThat(disconnected.isClosed() || revoked.isClosed()).as("told by nobody").isFalse();
        way.heal();

        assertThat(disconnected.closeCode()).isEqualTo(3503);
        assertThat(revoked.closeCode()).isEqualTo(3500);
        await().until(() -> subscriber.pushes().size() == 3);
        assertThat(subscriber.pushes().toString()).containsSubsequence("p1", "p2", "p3");
        assertThat(subscriber.isClosed()).isFalse();
      }
    }
  }

  private static long inAnHour() {
    return System.currentTimeMillis() / 1000 + 3600;
  }
}
