package io.heartwire.it.console;

import static io.heartwire.it.console.ConsoleTab.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.browser.Browser;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console of two gateways with many connections in a real browser. */
class ConsoleClusterIT {
  private static final String KEY = "a key for tests";
  private static final String SECRET = "known to the tests and to nobody else, and long enough";
  private static final int CLIENTS = 5000;
  private static final Duration ALL_TOLD = Duration.ofSeconds(30);

  private final List<GatewayServer> nodes = new ArrayList<>();
  private RedisServer redis;
  private Browser browser;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
    nodes.addAll(GatewayServer.startAll(List.of(environment("left"), environment("right"))));
    browser = Browser.start();
    await().until(() -> nodes.get(0).metric("heartwire_nodes") == 2);
  }

  @AfterEach
  void stop() {
    browser.close();
    nodes.forEach(GatewayServer::close);
    redis.close();
  }

  @Test
  void manyConnectionsOfTwoNodesMustBeFilteredSortedAndPagedAsOneList() throws Exception {
    ConsoleTab tab = ConsoleTab.signedIn(browser, nodes.get(0), "overview", KEY);
    await().atMost(SOON).until(() -> tab.text("cluster").equals("2 nodes"));
    String token = Issuer.hmac(SECRET).token("{\"sub\":\"ann\"}");
    try (IdleCrowd crowd = new IdleCrowd(nodes, CLIENTS);
        JsonClient ann = JsonClient.open(nodes.get(1).ws("/connection/websocket"))) {
      assertThat(ann.ask("connect", "{\"token\":\"" + token + "\"}")).contains("\"client\":");
      // The crowd, ann, and the console itself.
      await().atMost(ALL_TOLD).until(() -> tab.figure("Connections").equals("5,002"));
      browser.size(1440, 900, false);
      browser.screenshot("console-overview-5000");

      tab.go("connections");
      await().atMost(SOON).until(() -> tab.total().equals("5,002 found"));
      assertThat(tab.rows()).hasSize(50);
      tab.go("connections?protocol=centrifuge");
      await().atMost(SOON).until(() -> tab.total().equals("2 found"));
      tab.go("connections?protocol=raw");
      await().atMost(SOON).until(() -> tab.total().equals("5,000 found"));
      tab.press("Opened, ago");
      await().atMost(SOON).until(() -> tab.address().contains("sort=opened_at&descending=1"));
      Set<String> seen = new HashSet<>();
      for (int first = 1; first <= 201; first += 50) {
        String place = first + "–" + (first + 49) + " of 5,000";
        await().atMost(SOON).until(() -> tab.texts(".pages").toString().contains(place));
        seen.addAll(tab.names());
        tab.press("Next");
      }
      assertThat(seen).as("no row twice on five pages").hasSize(250);
      browser.screenshot("console-connections-5000");

      tab.go("connections?protocol=raw&node=" + idOf(tab, "left"));
      await().atMost(SOON).until(() -> tab.total().equals("2,500 found"));
      assertThat(tab.rows()).allMatch(row -> row.contains("left"));
      tab.go("connections");
      await().atMost(SOON).until(() -> tab.total().equals("5,002 found"));
      tab.write("#filter-text", "ann");
      await().atMost(SOON).until(() -> tab.total().equals("1 found"));
      assertThat(tab.rows()).allMatch(row -> row.contains("ann") && row.contains("right"));

      tab.go("users/ann");
      await().atMost(SOON).until(() -> tab.total().equals("1 connection"));
      tab.press("Disconnect all…");
      tab.press("Disconnect");
      assertThat(ann.closeCode()).isEqualTo(3503);

      try (StompWorker worker = new StompWorker(nodes.get(1), "work:orders")) {
        tab.go("queues/work:orders");
        tab.write("#send-data", "{\"order\":1}");
        tab.press("Send");
        await()
            .atMost(SOON)
            .until(() -> tab.details().contains("on right1 consumer with 1 message"));
        await().atMost(SOON).until(() -> worker.heard().contains("{\"order\":1}"));
      }
      await().atMost(SOON).until(() -> tab.names().toString().contains("work:orders"));

      tab.go("nodes");
      tab.press("Drain…");
      tab.press("Drain");
      await().atMost(SOON).until(() -> tab.main().contains("to go"));
      tab.press("Cancel");
      await().atMost(SOON).until(() -> !tab.main().contains("draining"));
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static String idOf(ConsoleTab tab, String node) {
    return String.valueOf(
        tab.script(
            "return [...document.querySelectorAll('#filter-node option')]"
                + ".find((each) => each.textContent === arguments[0]).value",
            node));
  }

  private Map<String, String> environment(String name) {
    Map<String, String> env = new TreeMap<>();
    env.put("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_SUBSCRIBE", "true");
    env.put("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_PUBLISH", "true");
    env.put("HEARTWIRE_BROKER", "redis");
    env.put("HEARTWIRE_BROKER_REDIS_ADDRESS", redis.address());
    env.put("HEARTWIRE_API_KEY", KEY);
    env.put("HEARTWIRE_TOKEN_HMAC_SECRET", SECRET);
    env.put("HEARTWIRE_QUEUE_NAMESPACES", "work");
    env.put("HEARTWIRE_QUEUE_WORK_ALLOW_CONSUME", "true");
    env.put("HEARTWIRE_NODE_NAME", name);
    env.put("HEARTWIRE_DRAIN_RATE", "50");
    // It is cancelled before the console's own connection goes, which a browser complains of.
    env.put("HEARTWIRE_DRAIN_DELAY", "20s");
    return env;
  }
}
