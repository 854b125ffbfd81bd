package io.heartwire.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the test harness itself. */
class GatewayServerIT {
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server = GatewayServer.start(GatewayServer.lanProfile());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void mustAnswerWhereItSays() {
    assertThat(server.status("/health/live")).isEqualTo(200);
    assertThat(server.get("/health/ready")).contains("\"status\":\"UP\"");
    assertThat(server.get("/health/ready")).as("no warm-up").contains("\"state\":\"off\"");
    assertThat(server.ws("/ws/a").toString())
        .isEqualTo("ws://127.0.0.1:" + server.port() + "/ws/a");
  }

  @Test
  void mustReadMetricsAndThreadsOfTheServer() {
    assertThat(server.metric("process_start_time_seconds")).isPositive();
    assertThat(server.inside().threadsNamed("Default Executor-thread-")).isPositive();
    assertThat(server.inside().threadsNamed("no such thread")).isZero();
  }

  @Test
  void mustStartAgainOnItsPortAfterAKill() {
    try (GatewayServer other = GatewayServer.start(Map.of("MP_HEALTH_CHECK_INTERVAL", "1s"))) {
      long before = other.pid();
      int port = other.port();

      other.kill();
      assertThat(other.isAlive()).isFalse();
      other.startAgain();

      assertThat(other.pid()).isNotEqualTo(before);
      assertThat(other.port()).isEqualTo(port);
      Path started = other.outputDirectory().resolve("health/started");
      await().untilAsserted(() -> assertThat(started).as("written a little later").exists());
      other.terminate();
      assertThat(other.log()).contains("CWWKE0036I");
    }
    assertThat(server.outputDirectory().resolve("health")).doesNotExist();
  }
}
