package io.heartwire.it.stomp;

import io.heartwire.it.centrifuge.NodeTests;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The usual JavaScript client of STOMP, unchanged, against a running gateway. */
class StompClientIT {
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = new TreeMap<>();
    env.put("HEARTWIRE_CHANNEL_NAMESPACES", "open,feed,closed");
    for (String name : List.of("open", "feed")) {
      allow(env, "CHANNEL", name, "SUBSCRIBE", "PUBLISH", "HISTORY");
    }
    env.put("HEARTWIRE_CHANNEL_FEED_HISTORY_SIZE", "100");
    env.put("HEARTWIRE_CHANNEL_FEED_HISTORY_TTL", "10m");
    env.put("HEARTWIRE_QUEUE_NAMESPACES", "work");
    allow(env, "QUEUE", "work", "SEND", "CONSUME", "DEAD_LETTERS");
    env.put("HEARTWIRE_STOMP_HEART_BEAT", "2s");
    env.put("HEARTWIRE_MESSAGE_MAX_BYTES", "2097152");
    env.put("HEARTWIRE_OUTBOX_MAX_BYTES", "4194304");
    server = GatewayServer.start(env);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<String> files() throws IOException {
    return NodeTests.in("stomp");
  }

  @ParameterizedTest
  @MethodSource("files")
  void theTestsPass(String file) throws Exception {
    NodeTests.run(file, server.ws("/stomp"));
  }

  private static void allow(Map<String, String> env, String kind, String name, String... what) {
    for (String each : what) {
      env.put(
          "HEARTWIRE_%s_%s_ALLOW_%s".formatted(kind, name.toUpperCase(Locale.ROOT), each), "true");
    }
  }
}
