package io.heartwire.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that do not read, next to clients that do. */
@Isolated("compares how long other clients wait")
class SlowConsumerIT {
  private static final String CLOSED_AS_SLOW = "heartwire_connections_closed_total{code=\"3008\"";
  private static final int TRAFFIC_BYTES = 9_600_000;

  /** Less than a write may take: nobody waits for one that does not read. */
  private static final Duration UNDELAYED = Duration.ofSeconds(8);

  private static GatewayServer patient;
  private static GatewayServer roomy;
  private static GatewayServer usual;

  private GatewayServer server;

  @BeforeAll
  static void start() {
    List<GatewayServer> all =
        GatewayServer.startAll(
            List.of(
                open("HEARTWIRE_OUTBOX_WRITE_TIMEOUT=2m"),
                open(
                    """
                    HEARTWIRE_OUTBOX_WRITE_TIMEOUT=10s
                    HEARTWIRE_OUTBOX_CAPACITY=10000
                    HEARTWIRE_OUTBOX_MAX_BYTES=1000000000
                    """),
                open("HEARTWIRE_OUTBOX_WRITE_TIMEOUT=10s")));
    patient = all.get(0);
    roomy = all.get(1);
    usual = all.get(2);
  }

  private static Map<String, String> open(String more) {
    Map<String, String> env = Environment.of(more);
    env.put("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_SUBSCRIBE", "true");
    env.put("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_PUBLISH", "true");
    return env;
  }

  @AfterAll
  static void stop() {
    List.of(patient, roomy, usual).forEach(GatewayServer::close);
  }

  @AfterEach
  void nothingIsLeftBehind() {
    await().until(() -> connections("live") == 0);
    await().until(() -> connections("closing") == 0);
    await().until(() -> outboxesInUse() == 0);
  }

  @Test
  void aFullOutboxDisconnectsTheOneThatDoesNotReadAndNobodyElse() throws Exception {
    server = patient;
    runWithOneThatNeverReads(16_000);
  }

  @Test
  void aStalledWriteDisconnectsTheOneThatDoesNotReadAndNobodyElse() throws Exception {
    server = roomy;
    runWithOneThatNeverReads(16_000);
  }

  @Test
  void smallMessagesNeverBlockAWriterEither() throws Exception {
    server = usual;
    runWithOneThatNeverReads(4_000);
    assertThat(server.metric("heartwire_threads_stuck")).isZero();
  }

  @Test
  void manyStuckAndSlowPeersDelayNobodyAndKeepNoThread() throws Exception {
    server = usual;
    URI feed = server.ws("/ws/feed");
    List<RawSocket> stuck = new ArrayList<>();
    List<RawSocket> slow = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      stuck.add(RawSocket.connectWithTinyBuffer(feed));
      slow.add(RawSocket.connectWithTinyBuffer(feed));
    }
    List<TestClient> readers = TestClient.subscribe(feed, 5);
    long loops = server.inside().threadsNamed("heartwire-loop");

    for (int i = 1; i <= 500; i++) {
      readers.get(0).send(i + ":" + "x".repeat(2_000));
      int sent = i;
      await()
          .atMost(UNDELAYED)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> readers.stream().allMatch(reader -> reader.texts().size() == sent));
      if (i % 8 == 0) {
        readOneFrameEach(slow);
      }
    }

    assertThat(server.metric("heartwire_threads_stuck")).isZero();
    assertThat(server.inside().threadsNamed("heartwire-loop")).isEqualTo(loops).isPositive();
    assertThat(readers).noneMatch(TestClient::isClosed);
    readers.forEach(TestClient::close);
    for (RawSocket socket : stuck) {
      socket.close();
    }
    for (RawSocket socket : slow) {
      socket.close();
    }
  }

  private static void readOneFrameEach(List<RawSocket> slow) {
    for (RawSocket socket : slow) {
      try {
        socket.read();
      } catch (IOException closedAsSlow) {
        assertThat(closedAsSlow).isNotInstanceOf(SocketTimeoutException.class);
      }
    }
  }

  private void runWithOneThatNeverReads(int messageSize) throws Exception {
    String message = "x".repeat(messageSize);
    double before = closedAsSlow();
    try (RawSocket stuck = RawSocket.connectWithTinyBuffer(server.ws("/ws/feed"))) {
      List<TestClient> readers = TestClient.subscribe(server.ws("/ws/feed"), 5);
      TestClient publisher = readers.get(0);

      for (int i = 0; i < TRAFFIC_BYTES / messageSize; i++) {
        publisher.send(i + ":" + message);
        int sent = i + 1;
        await()
            .atMost(UNDELAYED)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> readers.stream().allMatch(reader -> reader.texts().size() == sent));
      }
      await().until(() -> closedAsSlow() == before + 1);
      await().atMost(Duration.ofSeconds(20)).until(() -> connections("closing") == 0);

      assertThat(readers).noneMatch(TestClient::isClosed);
      assertThat(connections("live")).isEqualTo(readers.size());
      readers.forEach(TestClient::close);
    }
  }

  private double closedAsSlow() {
    return server.metric(CLOSED_AS_SLOW + "}");
  }

  private double connections(String state) {
    return server.metric("heartwire_connections{state=\"" + state + "\"}");
  }

  private double outboxesInUse() {
    return server.metric("heartwire_outboxes{state=\"in_use\"}");
  }
}
