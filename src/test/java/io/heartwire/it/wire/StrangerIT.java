package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.HdrHistogram.Histogram;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A stranger throws everything at the gateway that a socket can carry: frames, handshakes, tokens,
 * calls of the API, subscriptions, filters, bursts. It does so for a minute or, with the profile
 * {@code stranger}, for an hour. Those who keep to the rules should not notice.
 *
 * <p>{@code -Dheartwire.stranger.seed=} repeats what the stranger did, if not when.
 */
@Isolated("compares how long honest clients wait")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StrangerIT {
  private static final Logger LOG = Logger.getLogger(StrangerIT.class.getName());

  private static final int HONEST = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration ATTACK =
      Duration.parse("PT" + System.getProperty("heartwire.stranger.duration", "60s"));

  private static final long SEED = Long.getLong("heartwire.stranger.seed", 6455);

  /** What clients, stranger and gateway may cost one another on two cores by being there. */
  private static final Duration UNNOTICED = Duration.ofMillis(20);

  /** Kubernetes kills after 30 s. */
  private static final Duration MOST_FOR_A_STOP = Duration.ofSeconds(28);

  /** Threads that pools start when they are needed, and keep. */
  private static final int MOST_POOLED = 24;

  private static final List<Integer> LIVE = new ArrayList<>();
  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>(); // the youngest first

  private static GatewayServer server;
  private static HonestClients honest;
  private static Stranger stranger;
  private static Footprint before;
  private static long threads;
  private static Histogram quiet;
  private static Histogram attacked;

  @BeforeAll
  static void spendAnHour() throws Exception {
    Map<String, String> env =
        Environment.of(
            """
            JVM_ARGS=-Xmx256m -XX:MaxDirectMemorySize=128m
            HEARTWIRE_CLIENT_INSECURE=true
            HEARTWIRE_HEARTBEAT_INTERVAL=3s
            HEARTWIRE_HEARTBEAT_TIMEOUT=8s
            HEARTWIRE_DRAIN_ON_STOP=true
            HEARTWIRE_API_KEY=not to be guessed
            HEARTWIRE_TOKEN_HMAC_SECRET=not to be guessed either, and long enough for it
            HEARTWIRE_CHANNEL_DEFAULT_HISTORY_SIZE=100
            HEARTWIRE_CHANNEL_DEFAULT_HISTORY_TTL=1m
            HEARTWIRE_CHANNEL_DEFAULT_JOIN_LEAVE=true
            HEARTWIRE_CHANNEL_DEFAULT_PRESENCE=true
            """);
    server = GatewayServer.start(env);
    OPEN.push(server);
    honest = HonestClients.connect(server.port(), HONEST);
    OPEN.push(honest);
    watchFor(WARM_UP);
    before = Footprint.of(server);
    threads = server.inside().threads();

    honest.roundTrips();
    watchFor(QUIET);
    quiet = honest.roundTrips();
    stranger = Stranger.send(server.port(), SEED);
    OPEN.push(stranger);
    watchFor(ATTACK);
    stranger.stop();
    honest.fallSilent(Duration.ofSeconds(20));
    attacked = honest.roundTrips();
    LOG.info(() -> summary());
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable each : OPEN) {
      each.close();
    }
  }

  @Test
  @Order(1)
  void theStrangerHasSaidAllThatThereIsToSay() {
    assertThat(stranger.frames()).as(summary()).containsExactlyInAnyOrder(FrameKind.values());
    assertThat(stranger.handshakes()).containsExactlyInAnyOrder(HandshakeKind.values());
  }

  @Test
  @Order(2)
  void honestClientsWaitNoLongerThanTwiceAsLongAsBefore() {
    long most = 2 * Math.max(p99(quiet), UNNOTICED.toNanos());
    assertThat(p99(attacked)).as(summary()).isLessThanOrEqualTo(most);
  }

  @Test
  @Order(3)
  void noHonestMessageIsLostOrOutOfOrder() {
    assertThat(honest.troubles()).as(summary()).isEmpty();
  }

  @Test
  @Order(4)
  void theGatewayIsAliveAllTheTime() {
    assertThat(LIVE).as(summary()).isNotEmpty().containsOnly(200);
  }

  @Test
  @Order(5)
  void nothingIsLeftOfTheStranger() {
    try {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> Footprint.of(server).grownSince(before).isEmpty());
    } catch (ConditionTimeoutException stillThere) {
      assertThat(Footprint.of(server).grownSince(before))
          .as("%s; still open: %s", summary(), stranger.stillOpen())
          .isEmpty();
    }
    assertThat(server.inside().threads()).as(summary()).isLessThan(threads + MOST_POOLED);
  }

  @Test
  @Order(6)
  void allHealthChecksAreUp() {
    assertThat(server.get("/health")).as(summary()).contains("UP").doesNotContain("DOWN");
  }

  /** The honest ones are still there, and so is what the stranger has left open. */
  @Test
  @Order(7)
  void theGatewayStopsInTime() {
    long begin = System.nanoTime();
    server.terminate();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as(summary())
        .isLessThan(MOST_FOR_A_STOP);
  }

  private static void watchFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await()
        .atMost(time.plusMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              LIVE.add(server.status("/health/live"));
              return System.nanoTime() >= end;
            });
  }

  private static long p99(Histogram histogram) {
    return histogram.getValueAtPercentile(99);
  }

  private static String summary() {
    return "seed %d; %s; honest p99 %.1f ms, %.1f ms before; %d messages heard"
        .formatted(SEED, stranger, p99(attacked) / 1e6, p99(quiet) / 1e6, honest.heard());
  }
}
