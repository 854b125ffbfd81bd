package io.heartwire.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.heartwire.docs.Page;
import io.heartwire.it.metrics.Promtool;
import io.heartwire.it.monitoring.Monitoring.Panel;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes a gateway of each engine under load, for board and alerts. */
@TestMethodOrder(OrderAnnotation.class)
class MonitoringIT {
  private static final String KEY = "a key for tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static RedisServer redis;
  private static GatewayServer shared;
  private static GatewayServer single;
  private static Prometheus prometheus;
  private static final List<Load> loads = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start();
    CompletableFuture<GatewayServer> other =
        CompletableFuture.supplyAsync(
            () ->
                gateway(
                    Map.of(
                        "HEARTWIRE_BROKER",
                        "redis",
                        "HEARTWIRE_BROKER_REDIS_ADDRESS",
                        redis.address())));
    single = gateway(Map.of());
    shared = other.join();
    await().until(() -> shared.metric("heartwire_engine_up") == 1);
    prometheus =
        new Prometheus(
            directory,
            Monitoring.rules(directory),
            Map.of("shared", shared.port(), "single", single.port()));
    await().atMost(PATIENCE).until(prometheus::isReady);
    await().atMost(PATIENCE).until(() -> prometheus.query("up == 1").size() == 2);
    loads.add(new Load(shared, KEY));
    loads.add(new Load(single, KEY));
  }

  @AfterAll
  static void stop() throws IOException {
    loads.forEach(Load::close);
    prometheus.close();
    shared.close();
    single.close();
    redis.close();
  }

  @Test
  @Order(1)
  void everyExpressionOfTheDashboardHasSeries() throws Exception {
    List<Panel> panels = Monitoring.panels();
    assertThat(panels).hasSizeGreaterThan(80);

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(empty(panels)).isEmpty());
  }

  @Test
  @Order(2)
  void everyMetricOfAnAlertExistsAndNoAlertFiresOfItself() throws Exception {
    // A gateway that answers too late once has no series until the next scrape.
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(MonitoringIT::assertThatEveryMetricOfAnAlertExists);

    for (JsonObject rule : prometheus.rules()) {
      assertThat(rule.get("state").getAsString())
          .as(rule.get("name").getAsString())
          .isNotEqualTo("firing");
    }
  }

  private static void assertThatEveryMetricOfAnAlertExists() throws IOException {
    List<JsonObject> rules = prometheus.rules();
    assertThat(rules).isNotEmpty();
    for (JsonObject rule : rules) {
      String name = rule.get("name").getAsString();
      assertThat(rule.get("health").getAsString()).as(name).isEqualTo("ok");
      List<String> selectors = Monitoring.selectors(rule.get("query").getAsString());
      assertThat(selectors).as(name).isNotEmpty();
      for (String selector : selectors) {
        assertThat(prometheus.query(selector)).as(name + ": " + selector).isNotEmpty();
      }
    }
  }

  @Test
  @Order(2)
  void messagesOfQueuesAndFramesOfStompAreCounted() throws Exception {
    for (String job : List.of("shared", "single")) {
      String queues = "{job=\"" + job + "\", namespace=\"work\"} > 0";
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                for (String what : List.of("sent", "delivered", "acknowledged")) {
                  String total = "heartwire_queue_" + what + "_total" + queues;
                  assertThat(prometheus.query(total)).as(total).hasSize(1);
                }
                assertThat(prometheus.query("heartwire_queue_consumers" + queues)).hasSize(1);
                assertThat(
                        prometheus.query(
                            "heartwire_command_seconds_count{protocol=\"stomp\", job=\""
                                + job
                                + "\"}"))
                    .isNotEmpty();
              });
    }
  }

  @Test
  @Order(3)
  void whatIsExposedIsWhatIsDocumentedWithTheSameType() throws Exception {
    Map<String, String> documented = documented();
    Map<String, String> exposed = new TreeMap<>(exposed(shared));
    exposed.putAll(exposed(single));

    assertThat(exposed).isEqualTo(documented);
    assertThat(Promtool.check(shared.get("/metrics"))).isEmpty();
  }

  @Test
  @Order(4)
  void anEngineThatIsLostIsNoticed() throws Exception {
    redis.kill();

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                prometheus.rules().stream()
                    .filter(rule -> rule.get("name").getAsString().equals("HeartwireEngineLost"))
                    .anyMatch(rule -> !rule.get("state").getAsString().equals("inactive")));
    await()
        .atMost(PATIENCE)
        .until(() -> prometheus.query("heartwire_engine_up{job=\"single\"} == 1").size() == 1);
  }

  private static List<Panel> empty(List<Panel> panels) throws IOException {
    List<Panel> empty = new ArrayList<>();
    for (Panel panel : panels) {
      if (prometheus.query(panel.expression()).isEmpty()) {
        empty.add(panel);
      }
    }
    return empty;
  }

  private static Map<String, String> exposed(GatewayServer gateway) {
    Map<String, String> types = new TreeMap<>();
    Pattern.compile("# TYPE (heartwire_\\w+) (\\w+)")
        .matcher(gateway.get("/metrics"))
        .results()
        .forEach(found -> types.put(found.group(1), found.group(2)));
    return types;
  }

  private static Map<String, String> documented() {
    Map<String, String> types = new TreeMap<>();
    for (List<String> row : Page.read(Path.of("docs/operations.md")).rows("name")) {
      Pattern.compile("`(heartwire_\\w+)`")
          .matcher(row.get(0))
          .results()
          .forEach(found -> types.put(found.group(1), row.get(1)));
    }
    return types;
  }

  private static GatewayServer gateway(Map<String, String> more) {
    Map<String, String> env =
        Environment.of(
            """
            HEARTWIRE_CHANNEL_NAMESPACES=news,secret
            HEARTWIRE_CHANNEL_NEWS_ALLOW_SUBSCRIBE=true
            HEARTWIRE_CHANNEL_NEWS_ALLOW_PUBLISH=true
            HEARTWIRE_CHANNEL_NEWS_HISTORY_SIZE=100
            HEARTWIRE_CHANNEL_NEWS_HISTORY_TTL=1m
            HEARTWIRE_CHANNEL_NEWS_FORCE_RECOVERY=true
            HEARTWIRE_QUEUE_NAMESPACES=work
            HEARTWIRE_QUEUE_WORK_ALLOW_CONSUME=true
            HEARTWIRE_MESSAGE_MAX_BYTES=4096
            """);
    env.putAll(GatewayServer.lanProfile()); // for round trips
    env.put("HEARTWIRE_HEARTBEAT_TIMEOUT", "30s"); // the load does not come back if it is closed
    env.put("HEARTWIRE_API_KEY", KEY);
    env.putAll(more);
    return GatewayServer.start(env);
  }
}
