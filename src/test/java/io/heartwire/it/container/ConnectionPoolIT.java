package io.heartwire.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionClosed;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.ConnectionSnapshot;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.OutboxPool;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The pool seen from inside the server, with real clients outside of it. */
@ResourceLock(OneServer.NAME)
@ArquillianTest
class ConnectionPoolIT {
  private static final int ABNORMAL = 1006;

  @Inject ConnectionRegistry registry;
  @Inject OutboxPool outboxes;
  @Inject Channels channels;
  @Inject Journal journal;
  @Inject @Liveness Instance<HealthCheck> liveness;
  @Inject @Readiness Instance<HealthCheck> readiness;
  @Inject @Startup HealthCheck startup;
  @ArquillianResource URL base;

  private long openedBefore;

  @Deployment
  static WebArchive archive() {
    return TestArchive.gateway("pool.war")
        .addClasses(
            Journal.class, Journal.HttpSessions.class, Journal.Visit.class, FaultyChannels.class)
        .addAsLibrary(
            TestArchive.settings(
                Map.of(
                    "heartwire.channel.default.allow-subscribe", "true",
                    "heartwire.channel.default.allow-publish", "true")));
  }

  @BeforeEach
  void clearTheJournal() {
    journal.opened().clear();
    journal.closed().clear();
    openedBefore = registry.totals().opened();
  }

  @AfterEach
  void everyConnectionIsReleasedExactlyOnce() {
    await().until(() -> registry.counts().total() == 0);
    // Observers are told a little later.
    long opened = registry.totals().opened() - openedBefore;
    await().until(() -> journal.opened().size() == opened && journal.closed().size() == opened);
    assertThat(journal.closed())
        .extracting(event -> event.connection().id())
        .doesNotHaveDuplicates();
    assertThat(outboxes.figures().inUse()).isZero();
    await().until(() -> channels.count() == 0);
  }

  @Test
  void aClientIsSeenWithItsFactsWhileItIsThere() throws Exception {
    try (RawSocket socket = RawSocket.connect(ws("facts"))) {
      await().until(() -> registry.counts().live() == 1);
      ConnectionSnapshot facts = registry.snapshot().get(0);
      assertThat(facts.peer().protocol()).isEqualTo("raw");
      assertThat(facts.peer().remoteAddress()).isEqualTo("127.0.0.1");
      assertThat(facts.peer().userAgent()).isEqualTo("raw-socket");
      assertThat(facts.state()).isEqualTo(ConnectionState.LIVE);
      assertThat(registry.find(facts.id())).isPresent();
      await().until(() -> journal.opened().size() == 1);
      assertThat(socket.status()).isEqualTo(101);
    }
  }

  @Test
  void aPoliteGoodbyeIsReportedWithReasonAgeMessagesAndBytes() {
    try (TestClient client = TestClient.connect(ws("polite"))) {
      client.send("hello");
      await().until(() -> client.texts().size() == 1);
    }
    ConnectionClosed event = theOnlyClosed();
    assertThat(event.reason().code()).isEqualTo(1000);
    assertThat(event.connection().age()).isPositive();
    assertThat(event.connection().messagesReceived()).isEqualTo(1);
    assertThat(event.connection().bytesReceived()).isEqualTo(5);
    assertThat(event.connection().messagesSent()).isEqualTo(1);
    assertThat(event.connection().bytesSent()).isEqualTo(5);
    assertThat(event.connection().state()).isEqualTo(ConnectionState.CLOSED);
  }

  @Test
  void aBrokenConnectionIsReportedAsAbnormal() throws Exception {
    RawSocket.connect(ws("broken")).reset();
    assertThat(theOnlyClosed().reason().code()).isEqualTo(ABNORMAL);
  }

  @Test
  void anErrorWhileOpeningClosesTheSession() throws Exception {
    try (RawSocket socket = RawSocket.connect(ws(FaultyChannels.FAILS_TO_OPEN))) {
      assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(1011);
    }
    assertThat(theOnlyClosed().reason()).isEqualTo(CloseReason.INTERNAL_ERROR);
  }

  @Test
  void anErrorInAMessageClosesThatConnectionOnly() throws Exception {
    try (TestClient other = TestClient.connect(ws("unharmed"));
        RawSocket socket = RawSocket.connect(ws(FaultyChannels.FAILS_TO_PUBLISH))) {
      socket.send(RawSocket.TEXT, true, "boom".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(1011);
      other.send("fine");
      await().until(() -> other.texts().equals(List.of("fine")));
    }
  }

  @Test
  void closingDuringSendsReleasesOnce() {
    List<TestClient> clients =
        IntStream.range(0, 20).mapToObj(i -> TestClient.connect(ws("close-in-send"))).toList();
    await().until(() -> registry.counts().live() == clients.size());
    Payload message = Payload.text("x".repeat(2000));
    for (int i = 0; i < 200; i++) {
      channels.publish(new ChannelName("close-in-send"), message);
      if (i == 100) {
        registry.forEach(connection -> connection.close(CloseReason.SLOW));
      }
    }
    assertThat(clients).allSatisfy(client -> assertThat(client.closeCode()).isEqualTo(3008));
  }

  @Test
  void sendingDuringCloseIsRefusedAndReleasesOnce() throws Exception {
    try (RawSocket socket = RawSocket.connect(ws("send-in-close"))) {
      await().until(() -> registry.counts().live() == 1);
      List<Connection> connections = new ArrayList<>();
      registry.forEach(connections::add);
      assertThat(connections.get(0).close(CloseReason.SLOW)).isTrue();
      assertThat(connections.get(0).close(CloseReason.NO_PONG)).isFalse();
      long deliveredBefore = channels.delivered();
      channels.publish(new ChannelName("send-in-close"), Payload.text("late"));
      assertThat(channels.delivered()).isEqualTo(deliveredBefore);
      assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(3008);
    }
    assertThat(theOnlyClosed().reason()).isEqualTo(CloseReason.SLOW);
  }

  @Test
  void handshakesMakeNoHttpSessions() throws Exception {
    int before = Journal.HttpSessions.created();
    URI visit = base.toURI().resolve(Journal.Visit.PATH);
    assertThat(((HttpURLConnection) visit.toURL().openConnection()).getResponseCode())
        .isEqualTo(200);
    assertThat(Journal.HttpSessions.created() - before).as("they are counted").isEqualTo(1);

    for (int i = 0; i < 50; i++) {
      RawSocket.connect(ws("http-sessions")).close();
    }
    assertThat(Journal.HttpSessions.created() - before).isEqualTo(1);
  }

  @Test
  void healthChecksReportTheCounts() throws Exception {
    try (RawSocket socket = RawSocket.connect(ws("health"))) {
      await().until(() -> registry.counts().live() == 1);
      assertThat(socket.status()).isEqualTo(101);
      assertThat(dataOf(named("heartbeat", liveness), "heartbeat"))
          .containsOnlyKeys("lastSweepAgeMillis", "lateSweeps");
      assertThat(dataOf(named("wire", liveness), "wire")).containsEntry("stuckThreads", 0L);
      assertThat(dataOf(startup, "gateway")).containsOnlyKeys("insecure");
      assertThat(dataOf(named("connections", readiness), "connections"))
          .containsEntry("live", 1L)
          .containsEntry("stale", 0L)
          .containsEntry("total", 1L)
          .containsEntry("draining", false)
          .containsKeys("pending", "closing", "capacity");
    }
  }

  private static HealthCheck named(String name, Instance<HealthCheck> checks) {
    return checks.stream()
        .filter(check -> check.call().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> dataOf(HealthCheck check, String name) {
    HealthCheckResponse response = check.call();
    assertThat(response.getName()).isEqualTo(name);
    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    return response.getData().orElse(Map.of());
  }

  private ConnectionClosed theOnlyClosed() {
    await().until(() -> journal.closed().size() == 1);
    return journal.closed().get(0);
  }

  private URI ws(String channel) {
    return URI.create(base.toString().replaceFirst("^http", "ws") + "ws/" + channel);
  }
}
