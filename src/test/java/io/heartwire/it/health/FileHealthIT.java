package io.heartwire.it.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.server.GatewayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Liberty's file-based health checks, for probes that look at files. */
class FileHealthIT {

  @Test
  void theEnvironmentSwitchesFilesOnThatAreRenewedWhileTheGatewayIsUp() throws Exception {
    Map<String, String> env =
        Map.of("MP_HEALTH_CHECK_INTERVAL", "1s", "MP_HEALTH_STARTUP_CHECK_INTERVAL", "100ms");
    try (GatewayServer server = GatewayServer.start(env)) {
      Path health = server.outputDirectory().resolve("health");
      for (String probe : new String[] {"started", "live", "ready"}) {
        await().until(() -> Files.exists(health.resolve(probe)));
      }
      long written = Files.getLastModifiedTime(health.resolve("ready")).toMillis();
      await().until(() -> Files.getLastModifiedTime(health.resolve("ready")).toMillis() > written);
    }
  }

  @Test
  void withoutItThereAreNoFiles() {
    try (GatewayServer server = GatewayServer.start(Map.of())) {
      assertThat(server.outputDirectory().resolve("health")).doesNotExist();
    }
  }
}
