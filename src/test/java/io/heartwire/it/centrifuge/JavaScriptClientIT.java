package io.heartwire.it.centrifuge;

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

/** The official JavaScript client, which speaks both encodings, against a running gateway. */
class JavaScriptClientIT {
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = new TreeMap<>();
    env.put("HEARTWIRE_CHANNEL_NAMESPACES", "chat,open,short,readonly,closed,news,forced");
    namespace(env, "chat", "allow-history", "allow-presence", "presence", "join-leave");
    keepHistory(env, "chat", 5000);
    namespace(env, "open", "allow-history", "allow-presence");
    namespace(env, "short", "allow-history");
    keepHistory(env, "short", 3);
    namespace(env, "news", "allow-history");
    keepHistory(env, "news", 100);
    env.put(key("news", "delta"), "fossil");
    namespace(env, "forced", "force-recovery", "force-positioning");
    keepHistory(env, "forced", 10);
    env.put(key("readonly", "allow-subscribe"), "true");
    // Swept often: a ping is as late as the sweep that finds it due, and these clients count on it.
    env.put("HEARTWIRE_HEARTBEAT_SWEEP_INTERVAL", "200ms");
    env.put("HEARTWIRE_HEARTBEAT_INTERVAL", "1s");
    env.put("HEARTWIRE_HEARTBEAT_TIMEOUT", "2s");
    server = GatewayServer.start(env);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<String> files() throws IOException {
    return NodeTests.in("gateway");
  }

  @ParameterizedTest
  @MethodSource("files")
  void theTestsPass(String file) throws Exception {
    NodeTests.run(file, server.ws("/connection/websocket"));
  }

  /** A namespace in which everybody may subscribe and publish, and more as said. */
  private static void namespace(Map<String, String> env, String name, String... flags) {
    env.put(key(name, "allow-subscribe"), "true");
    env.put(key(name, "allow-publish"), "true");
    for (String flag : flags) {
      env.put(key(name, flag), "true");
    }
  }

  private static void keepHistory(Map<String, String> env, String name, int size) {
    env.put(key(name, "history-size"), Integer.toString(size));
    env.put(key(name, "history-ttl"), "10m");
  }

  private static String key(String namespace, String option) {
    return ("HEARTWIRE_CHANNEL_" + namespace + '_' + option)
        .replace('-', '_')
        .toUpperCase(Locale.ROOT);
  }
}
