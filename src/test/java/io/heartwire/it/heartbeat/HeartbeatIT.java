package io.heartwire.it.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Live, stale and dead clients in the LAN profile: interval 1 s, timeout 3 s, two misses, sweep 1
 * s.
 */
@Isolated("compares how long clients answer with how long they may")
class HeartbeatIT {
  /** Interval + max-missed × timeout + two sweeps. */
  private static final Duration DEAD_WITHIN = Duration.ofSeconds(1 + 2 * 3 + 2);

  /** Less than the heartbeat would take to notice. */
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server = GatewayServer.startOpen(GatewayServer.lanProfile());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void allIsReleased() {
    await().until(() -> connections("live") + connections("stale") == 0);
  }

  @Test
  void aClientThatNeverAnswersPingsTurnsStaleAndIsThenClosedWith3012() throws Exception {
    try (RawSocket silent = RawSocket.connect(server.ws("/ws/silent"))) {
      long start = System.nanoTime();
      await().atMost(Duration.ofSeconds(1 + 3 + 2)).until(() -> connections("stale") == 1);
      assertThat(silent.read(RawSocket.CLOSE).closeCode()).isEqualTo(3012);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEAD_WITHIN);
      await().until(() -> connections("stale") == 0);
    }
  }

  @Test
  void aClientThatAnswersStaysLiveAndItsRoundTripIsMeasured() throws Exception {
    try (TestClient client = TestClient.connect(server.ws("/ws/answers"))) {
      double before = server.metric("heartwire_round_trip_seconds_count");
      await().until(() -> server.metric("heartwire_round_trip_seconds_count") >= before + 3);
      assertThat(connections("live")).isEqualTo(1);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void aClientThatAnswersLateRecoversFromStale() throws Exception {
    try (RawSocket late = RawSocket.connect(server.ws("/ws/late"))) {
      RawSocket.Frame ping = late.read(RawSocket.PING);
      await().atMost(Duration.ofSeconds(6)).until(() -> connections("stale") == 1);
      late.send(RawSocket.PONG, true, ping.payload());
      await().atMost(AT_ONCE).until(() -> connections("live") == 1);
      assertThat(connections("stale")).isZero();
    }
  }

  @Test
  void aClientThatSendsButNeverAnswersPingsStaysLive() throws Exception {
    try (RawSocket talker = RawSocket.connect(server.ws("/ws/talker"))) {
      long end = System.nanoTime() + DEAD_WITHIN.toNanos();
      await()
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                talker.send(RawSocket.TEXT, true, new byte[] {'x'});
                assertThat(connections("stale")).isZero();
                return System.nanoTime() > end;
              });
      assertThat(connections("live")).isEqualTo(1);
    }
  }

  @Test
  void aClientThatVanishesIsReleasedAtOnceWhileOthersNoticeNothing() throws Exception {
    try (TestClient other = TestClient.connect(server.ws("/ws/vanish"))) {
      RawSocket vanishing = RawSocket.connect(server.ws("/ws/vanish"));
      await().until(() -> connections("live") == 2);
      vanishing.reset();
      await().atMost(AT_ONCE).until(() -> connections("live") == 1);
      other.send("still here");
      await().until(() -> other.texts().contains("still here"));
    }
  }

  @Test
  void aPauseOfTheServerCondemnsNobody() throws Exception {
    try (TestClient client = TestClient.connect(server.ws("/ws/pause"))) {
      await().until(() -> connections("live") == 1);
      double late = server.metric("heartwire_sweeps_late_total");
      signal("STOP");
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      await().until(() -> System.nanoTime() > end);
      signal("CONT");
      await().until(() -> server.metric("heartwire_sweeps_late_total") > late);
      assertThat(connections("live")).isEqualTo(1);
      assertThat(connections("stale")).isZero();
      assertThat(client.isClosed()).isFalse();
    }
  }

  private static void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private static double connections(String state) {
    return server.metric("heartwire_connections{state=\"" + state + "\"}");
  }
}
