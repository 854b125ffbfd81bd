package io.heartwire.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests how a gateway starts with a fault in its environment, and how it is redeployed. */
class StartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void aSecondGatewayOnATakenPortEndsAndSaysWhy() {
    try (GatewayServer first = GatewayServer.start(Map.of());
        GatewayServer second = GatewayServer.beginBeside(first)) {
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.log()).contains("Another process listens at ", "HTTP_PORT");
      assertThat(first.status("/health/ready")).isEqualTo(200);
    }
  }

  @Test
  void aGatewayThatWouldTakeClientsInAndNotServeThemIsNotReadyAndSaysWhy() {
    Path broken =
        ServerDirectory.withWebXml(
            descriptor ->
                descriptor.replace("<display-name>", "<absolute-ordering/><display-name>"));
    try (GatewayServer server =
        GatewayServer.begin(
            Map.of(
                ServerDirectory.VARIABLE, broken.toString(), "HEARTWIRE_WARMUP_DURATION", "1s"))) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> server.get("/health/ready").contains("\"problem\""));

      assertThat(server.status("/health/ready")).isEqualTo(503);
      assertThat(server.get("/health/ready"))
          .contains("the answer to a handshake was: HTTP/1.1 404");
      assertThat(server.status("/health/live")).isEqualTo(200);
    }
  }

  @Test
  void ofARedeployedGatewayNothingRunsAndNoMoreThanOneGenerationStays() throws Exception {
    Path user = ServerDirectory.withWebXml(descriptor -> descriptor);
    try (GatewayServer server =
        GatewayServer.start(
            Map.of(
                ServerDirectory.VARIABLE,
                user.toString(),
                "HEARTWIRE_CLIENT_INSECURE",
                "true",
                "HEARTWIRE_DRAIN_ON_STOP",
                "true"))) {
      await().until(() -> server.metric("heartwire_drain_on_stop") == 1);
      long threads = server.inside().threadsNamed("heartwire-");
      for (int i = 1; i <= 3; i++) {
        TestClient client = TestClient.connect(server.ws("/ws/lobby"));
        int soFar = i;
        touch(user.resolve("servers/heartwire/apps/heartwire.war"));
        await().atMost(PATIENCE).until(() -> client.isClosed());
        assertThat(client.closeCode()).isEqualTo(1001);
        await().atMost(PATIENCE).until(() -> server.log().split("CWWKZ0003I", -1).length > soFar);
        await().atMost(PATIENCE).until(() -> server.status("/health/ready") == 200);
      }
      await().until(() -> server.metric("heartwire_drain_on_stop") == 1);
      await() // those of the last generation end a little later than the next one is ready
          .untilAsserted(
              () -> assertThat(server.inside().threadsNamed("heartwire-")).isEqualTo(threads));
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () ->
                  assertThat(server.inside().liveClasses("io.heartwire.warmup.Warmup"))
                      .as("the server's log keeps the first")
                      .isLessThanOrEqualTo(2));
    }
  }

  private static void touch(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }
}
