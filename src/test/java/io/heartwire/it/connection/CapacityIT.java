package io.heartwire.it.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.server.GatewayServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pool of three places. */
class CapacityIT {
  private static final int CAPACITY = 3;
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.startOpen(
            Map.of("HEARTWIRE_POOL_MAX_CONNECTIONS", Integer.toString(CAPACITY)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aFullPoolRefusesTheNextUpgradeAndTakesItWhenSomebodyLeaves() throws Exception {
    List<RawSocket> clients = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      clients.add(RawSocket.connect(server.ws("/ws/full")));
      assertThat(clients.get(i).status()).isEqualTo(101);
    }
    assertThat(server.status("/health/ready")).isEqualTo(503);
    assertThat(server.status("/health/live")).isEqualTo(200);

    try (RawSocket refused = RawSocket.connect(server.ws("/ws/full"))) {
      assertThat(refused.status()).isEqualTo(503);
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(5, 10);
    }

    clients.remove(0).close();
    await().until(() -> server.status("/health/ready") == 200);
    try (RawSocket admitted = RawSocket.connect(server.ws("/ws/full"))) {
      assertThat(admitted.status()).isEqualTo(101);
    }
    for (RawSocket client : clients) {
      client.close();
    }
  }

  @Test
  void aRefusedOrBrokenHandshakeTakesNoPlace() throws Exception {
    for (int i = 0; i < 3 * CAPACITY; i++) {
      try (RawSocket badName = RawSocket.connect(server.ws("/ws/no%20name"))) {
        assertThat(badName.status()).isEqualTo(400);
      }
    }
    await().until(() -> server.get("/health/ready").contains("\"total\":0"));
  }
}
