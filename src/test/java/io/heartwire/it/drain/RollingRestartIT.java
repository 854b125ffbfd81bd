package io.heartwire.it.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two nodes behind a proxy, a crowd of official clients, publications all the time; both nodes are
 * restarted, the first after a drain that is asked for, the second by SIGTERM alone.
 *
 * <p>Each node has a history of its own, so a client that moves cannot recover what it missed on
 * the way: that is counted apart.
 */
@Isolated("counts reconnects in each second")
class RollingRestartIT {
  private static final int CLIENTS = 1000;
  private static final int RATE = 200;
  private static final String CHANNEL = "news:all";
  private static final String KEY = "a key for tests";

  @TempDir private Path directory;
  private GatewayServer left;
  private GatewayServer right;

  @BeforeEach
  void start() {
    Map<String, String> env =
        Environment.of(
            """
            HEARTWIRE_DRAIN_ON_STOP=true
            HEARTWIRE_DRAIN_DELAY=2s
            HEARTWIRE_CHANNEL_NAMESPACES=news
            HEARTWIRE_CHANNEL_NEWS_ALLOW_SUBSCRIBE=true
            HEARTWIRE_CHANNEL_NEWS_HISTORY_SIZE=1000
            HEARTWIRE_CHANNEL_NEWS_HISTORY_TTL=10m
            HEARTWIRE_CHANNEL_NEWS_FORCE_RECOVERY=true
            """);
    env.put("HEARTWIRE_API_KEY", KEY);
    env.put("HEARTWIRE_DRAIN_RATE", Integer.toString(RATE));
    List<GatewayServer> both = GatewayServer.startAll(List.of(env, env));
    left = both.get(0);
    right = both.get(1);
  }

  @AfterEach
  void stop() {
    left.close();
    right.close();
  }

  @Test
  void nobodyWhoStaysLosesAnythingAndTheMovesKeepTheRate() throws Exception {
    ApiClient toLeft = new ApiClient(left, KEY);
    ApiClient toRight = new ApiClient(right, KEY);
    try (Proxy proxy = new Proxy(directory, List.of(left, right));
        Publisher publisher = new Publisher(List.of(toLeft, toRight), CHANNEL)) {
      await().until(() -> proxy.isUp(0) && proxy.isUp(1));
      try (Crowd crowd = new Crowd(proxy.ws("/connection/websocket"), CHANNEL, CLIENTS)) {
        crowd.awaitAll();
        crowd.report();
        int onLeft = proxy.sessions(0);
        assertThat(onLeft).isBetween(CLIENTS / 4, CLIENTS * 3 / 4);

        String drained = toLeft.post("drain", "{\"wait\":true}");
        left.restart();
        await().until(() -> proxy.isUp(0));
        crowd.awaitAll();
        String first = crowd.report();

        right.restart();
        await().until(() -> proxy.isUp(1));
        crowd.awaitAll();
        String second = crowd.report();

        print("drain, then restart", first, "SIGTERM", second);
        assertThat(drained).contains("\"moved\":" + onLeft + ",\"lost\":0,\"cut\":0");
        assertThat(Crowd.number(first, "moved")).isEqualTo(onLeft);
        assertThat(Crowd.number(second, "moved")).isEqualTo(CLIENTS);
        for (String phase : List.of(first, second)) {
          assertThat(Crowd.number(phase, "lostInPlace")).isZero();
          assertThat(Crowd.number(phase, "busiestSecond")).isLessThanOrEqualTo(RATE);
          assertThat(Crowd.number(phase, "longestGapMillis")).isLessThan(5000);
        }
        assertThat(publisher.published()).isPositive();
      }
    }
  }

  private static void print(String firstName, String first, String secondName, String second) {
    String row = "| %-20s | %6s | %10s | %14s | %9s | %12s | %11s |%n";
    StringBuilder table = new StringBuilder("\n");
    table.append(
        row.formatted(
            "restart of a node by",
            "moved",
            "reconnects",
            "most in 1 s",
            "gap, ms",
            "lost, stayed",
            "missed, moved"));
    for (List<String> phase : List.of(List.of(firstName, first), List.of(secondName, second))) {
      String report = phase.get(1);
      table.append(
          row.formatted(
              phase.get(0),
              Crowd.number(report, "moved"),
              Crowd.number(report, "attempts"),
              Crowd.number(report, "busiestSecond") + " of " + RATE,
              Crowd.number(report, "longestGapMillis"),
              Crowd.number(report, "lostInPlace"),
              Crowd.number(report, "missedOnTheWay")));
    }
    System.out.println(table.append(first).append('\n').append(second));
  }
}
