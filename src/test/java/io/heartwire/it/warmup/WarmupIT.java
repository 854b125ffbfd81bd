package io.heartwire.it.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.server.GatewayServer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The harness waits for readiness, so that a gateway that has started has warmed up. */
class WarmupIT {

  @Test
  void aGatewayIsReadyOnlyOnceItIsWarmAndShowsNoTraceOfIt() {
    try (GatewayServer server = start("5s", Map.of())) {
      assertThat(server.log())
          .as("a probe found it not ready")
          .contains("reported a DOWN status for the health check, warmup");
      assertThat(server.get("/health/ready"))
          .contains("\"state\":\"warm\"")
          .doesNotContain("\"handshakes\":0")
          .contains("\"total\":0");
      assertThat(server.metric("heartwire_messages_published_total")).isZero();
      assertThat(server.metric("heartwire_connections_refused_total")).isZero();
      assertThat(server.metric("heartwire_connections_closed_total{code=\"1000\"}")).isZero();
    }
  }

  @Test
  void noRuleRefusesItsOwnClients() {
    Map<String, String> closed =
        Map.of(
            "HEARTWIRE_RAW_ENABLED", "false",
            "HEARTWIRE_CENTRIFUGE_ENABLED", "false",
            "HEARTWIRE_CHANNEL_DEFAULT_ALLOW_SUBSCRIBE", "false",
            "HEARTWIRE_ADMISSION_RATE", "1",
            "HEARTWIRE_ADMISSION_BURST", "1",
            "HEARTWIRE_ADMISSION_ADDRESS_RATE", "1",
            "HEARTWIRE_ADMISSION_ADDRESS_BURST", "1",
            "HEARTWIRE_ADMISSION_ADDRESS_MAX_CONNECTIONS", "1",
            "HEARTWIRE_ADMISSION_ALLOW_NO_ORIGIN", "false");
    try (GatewayServer server = start("1s", closed)) {
      assertThat(server.get("/health/ready")).contains("\"state\":\"warm\"");
    }
  }

  private static GatewayServer start(String duration, Map<String, String> more) {
    Map<String, String> env = new TreeMap<>(more);
    env.put("HEARTWIRE_WARMUP_DURATION", duration);
    return GatewayServer.start(env);
  }
}
