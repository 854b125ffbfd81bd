package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import io.heartwire.wire.StuckLoops;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A gateway whose event loops all run for ever in something. Alone: they take all cores. */
@Isolated
class StalledLoopIT {
  /** Kubernetes gives a pod 30 s, of which the gateway promises to need fewer. */
  private static final Duration MOST_TO_STOP = Duration.ofSeconds(28);

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Map.of(
                "HEARTWIRE_CLIENT_INSECURE",
                "true",
                ServerDirectory.VARIABLE,
                ServerDirectory.withBeans("", StuckLoops.class).toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void livenessSaysSoAndTheServerStillStopsInTime() throws Exception {
    TestClient client = TestClient.connect(server.ws("/ws/stalled")).awaitSubscribed();
    assertThat(server.get("/health/live")).contains("\"stalled\":\"\"");

    assertThat(server.status(StuckLoops.PATH)).isEqualTo(200);

    await().atMost(Duration.ofSeconds(60)).until(() -> server.status("/health/live") == 503);
    assertThat(server.get("/health/live")).contains("heartwire-loop-1", "heartwire-loop-2");
    await() // said right after it is noticed, by a thread for which the loops leave little room
        .until(
            () ->
                server.log().contains("No progress for 10 s: [heartwire-loop-1, heartwire-loop-2"));

    long asked = System.nanoTime();
    server.terminate();
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(MOST_TO_STOP);
    client.abort();
  }
}
