package io.heartwire.it.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.FreePort;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A server that is told to stop drains first, whoever tells it, and stops all the same. */
@Isolated("measures how long servers take to stop, some of which have not started yet")
class StopIT {
  /** A server that waits for something that does not come takes 30 s and then stops. */
  private static final Duration WITHOUT_WAITING = Duration.ofSeconds(25);

  private static GatewayServer server;

  /** Its port and its pace stand in its configuration alone, which a server that stops forgets. */
  @BeforeAll
  static void start() {
    Map<String, String> env = new TreeMap<>();
    env.put("HEARTWIRE_DRAIN_ON_STOP", "true");
    env.put("HEARTWIRE_OUTBOX_MAX_BYTES", "100000000");
    env.put("HEARTWIRE_OUTBOX_WRITE_TIMEOUT", "2m");
    env.put("HEARTWIRE_CLIENT_INSECURE", "true");
    String port = Integer.toString(FreePort.next());
    env.put(GatewayServer.OWN_PORT, port);
    String configuration =
        variable("http.port", port)
            + variable("heartwire.drain.rate", "10")
            + variable("heartwire.drain.delay", "500ms")
            + variable("heartwire.drain.deadline", "6s");
    env.put(ServerDirectory.VARIABLE, ServerDirectory.with(configuration).toString());
    server = GatewayServer.start(env);
  }

  private static String variable(String name, String value) {
    return "<variable name='" + name + "' value='" + value + "'/>";
  }

  @BeforeEach
  void run() {
    if (!server.isAlive()) {
      server.startAgain();
    }
    await().until(() -> server.metric("heartwire_drain_on_stop") == 1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aThreadOfTheServersExecutorStaysWithTheRequestThatHoldsAStop() {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .inside()
                            .threadsNamed("Default Executor-thread", "StopHold.awaitRelease"))
                    .isEqualTo(1));
  }

  @Test
  void onSigtermClientsAreAskedToGoOneAfterTheOther() throws Exception {
    List<TestClient> crowd = TestClient.subscribe(server.ws("/ws/lobby"), 10);
    JsonClient centrifuge = JsonClient.connect(server.ws("/connection/websocket"), "{}");
    crowd.get(0).send("the last message");
    crowd.forEach(each -> await().until(() -> !each.texts().isEmpty()));

    long begin = System.nanoTime();
    server.terminate();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    for (TestClient each : crowd) {
      assertThat(each.closeCode()).as(each::closeReason).isEqualTo(1012);
      assertThat(each.closeReason()).matches("shutdown, reconnect in \\d+ ms");
    }
    assertThat(centrifuge.closeCode()).isEqualTo(3001);
    assertThat(centrifuge.closeReason()).matches("shutdown, reconnect in \\d+ ms");
    assertThat(took).isBetween(Duration.ofMillis(1500), WITHOUT_WAITING);
    assertThat(server.log())
        .contains("11 connections, 10 a second from 0.5 s on", ": 11 moved, 0 lost, 0 cut");
  }

  @Test
  void onServerStopTheRestIsCutOffAndTheServerStopsHoweverStuckAClientIs() throws Exception {
    TestClient healthy = TestClient.connect(server.ws("/ws/lobby"));
    RawSocket stuck = RawSocket.connectWithTinyBuffer(server.ws("/ws/flood"));
    TestClient flooding = TestClient.connect(server.ws("/ws/flood"));
    String much = "x".repeat(60_000);
    for (int i = 1; i <= 100; i++) {
      flooding.send(much);
      int sent = i;
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> flooding.texts().size() == sent || flooding.isClosed());
    }

    long begin = System.nanoTime();
    server.stop();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(healthy.closeCode()).isEqualTo(1012);
    assertThat(took).isLessThan(WITHOUT_WAITING);
    assertThat(server.log()).contains("3 connections in ", ": 2 moved, 1 lost, 0 cut");
    assertThat(server.log()).contains("CWWKE1101I").doesNotContain("CWWKE1102W");
    stuck.close();
  }

  /** Liberty waits for an application's start for as long as its time-out of that is. */
  @Test
  void aServerThatIsStillStartingStopsInTime() throws Exception {
    for (int millis : new int[] {2_500, 4_500, 6_500}) {
      try (GatewayServer starting =
          GatewayServer.begin(Map.of("HEARTWIRE_DRAIN_ON_STOP", "true"))) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
        long begin = System.nanoTime();
        starting.terminate();

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
            .as("told to stop " + millis + " ms after its launch")
            .isLessThan(Duration.ofSeconds(28));
      }
    }
  }
}
