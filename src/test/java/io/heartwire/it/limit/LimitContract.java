package io.heartwire.it.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.Entrance;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What clients may use, whichever way the gateway reads. One subclass for each way.
 *
 * <p>They may send five commands at once after the first sixteen, have two channels, and live for
 * ten seconds, longer than what they do takes on a busy machine; and a proxy says which class of
 * tenants they are in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // a server for each, since they run side by side
abstract class LimitContract {
  private static final int FREE = 16;
  private static final int BURST = 5;
  private static final int TOO_MANY_REQUESTS = 3013;
  private static final String CENTRIFUGE = "/connection/websocket";

  private GatewayServer server;
  private Entrance entrance;

  /** Starts the gateway, with what makes it read in one way or another. */
  GatewayServer start(Map<String, String> way) {
    Map<String, String> env = new TreeMap<>(way);
    env.putAll(
        Environment.of(
            """
            HEARTWIRE_CLIENT_INSECURE=true
            HEARTWIRE_CLIENT_MAX_SUBSCRIPTIONS=2
            HEARTWIRE_LIMIT_COMMANDS_PER_SECOND=1
            HEARTWIRE_LIMIT_BYTES_PER_SECOND=1000
            HEARTWIRE_LIMIT_BYTES_BURST=65536
            HEARTWIRE_POOL_PENDING_TIMEOUT=5s
            HEARTWIRE_POOL_MAX_LIFETIME=10s
            HEARTWIRE_TENANT_HEADER=X-Tenant
            HEARTWIRE_TENANT_CLASSES=gold,free
            HEARTWIRE_TENANT_GOLD_LIMIT_COMMANDS_BURST=1000
            HEARTWIRE_TENANT_FREE_MAX_CONNECTIONS=2
            """));
    env.put("HEARTWIRE_LIMIT_COMMANDS_BURST", String.valueOf(BURST));
    server = GatewayServer.start(env);
    entrance = Entrance.to(server);
    return server;
  }

  /** Has the clients connect there. */
  void enterBy(Entrance other) {
    entrance = other;
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aRawClientThatSendsTooMuchIsToldToComeBack() throws Exception {
    try (TestClient client = entrance.client("/ws/chatter")) {
      sendUntilClosed(client, "again");
      assertThat(client.closeCode()).isEqualTo(TOO_MANY_REQUESTS);
    }
    assertThat(exceeded("commands")).isPositive();
    await().until(() -> closed(TOO_MANY_REQUESTS) > 0);
  }

  @Test
  void aCentrifugeClientIsRefusedAndThenClosed() throws Exception {
    try (JsonClient client = open().connect("{}")) {
      for (int i = 1; i < FREE + BURST; i++) {
        assertThat(client.ask("ping", "{}")).contains("\"ping\"");
      }
      await() // on a slow machine the next token may have come in
          .until(() -> client.ask("ping", "{}").contains("\"code\":111"));
      untilClosed(() -> IntStream.range(0, 3 * BURST).forEach(i -> client.tell("ping", "{}")));
      assertThat(client.closeCode()).isEqualTo(TOO_MANY_REQUESTS);
    }
  }

  @Test
  void bytesCountThoughMessagesAreFew() throws Exception {
    for (int i = 0; i < 20; i++) { // each learns why, though what it has sent is not all read
      try (TestClient client = entrance.client("/ws/bulk")) {
        sendUntilClosed(client, "x".repeat(60_000));
        assertThat(client.closeCode()).as(client::closeReason).isEqualTo(TOO_MANY_REQUESTS);
      }
    }
    assertThat(exceeded("bytes")).isGreaterThanOrEqualTo(20);
    assertThat(server.metric("heartwire_threads_stuck")).isZero();
  }

  @Test
  void whoIsStillSendingWhenItIsClosedMayFinishAndIsLetGo() throws Exception {
    try (RawSocket socket = entrance.socket("/ws/finish").connect()) {
      byte[] message = RawSocket.frame(RawSocket.BINARY, true, new byte[40_000]);
      for (int i = 0; i < 10; i++) {
        socket.sendBytes(message);
      }
      socket.sendBytes(Arrays.copyOf(message, 20_000));
      assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(TOO_MANY_REQUESTS);

      socket.sendBytes(Arrays.copyOfRange(message, 20_000, message.length));
      socket.send(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});

      assertThatExceptionOfType(EOFException.class)
          .as("closed, not reset")
          .isThrownBy(socket::read);
    }
  }

  @Test
  void aClientThatNeverSaysWhoItIsIsStale() throws Exception {
    try (JsonClient client = open()) {
      assertThat(client.closeCode()).isEqualTo(3502);
    }
    await().until(() -> closed(3502) > 0);
  }

  @Test
  void aClientHasSoManyChannelsAndNoMore() {
    try (JsonClient client = open().connect("{}")) {
      assertThat(client.subscribe("first")).contains("\"subscribe\"");
      assertThat(client.subscribe("second")).contains("\"subscribe\"");
      assertThat(client.subscribe("third")).contains("\"code\":106");
    }
    assertThat(exceeded("subscriptions")).isPositive();
  }

  @Test
  void aConnectionLivesItsTimeGiveOrTakeATenth() throws Exception {
    long began = System.nanoTime();
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(entrance.client("/ws/old"));
    }
    for (TestClient client : clients) {
      assertThat(client.closeCode()).isEqualTo(3011);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(9));
    await().until(() -> closed(3011) >= 5);
  }

  @Test
  void theClassThatTheProxyNamesHasItsOwnLimits() throws Exception {
    try (RawSocket gold = connect("gold")) {
      for (int i = 0; i < 10 * (FREE + BURST); i++) {
        gold.send(RawSocket.TEXT, true, new byte[] {'x'});
      }
      for (int i = 0; i < 10 * (FREE + BURST); i++) {
        assertThat(gold.read().opcode()).isEqualTo(RawSocket.TEXT);
      }
      assertThat(connections("gold")).isEqualTo(1);
    }
    await().until(() -> connections("gold") == 0);
  }

  @Test
  void aClassThatIsFullIsRefusedBeforeTheUpgradeUntilSomebodyLeaves() throws Exception {
    RawSocket first = connect("free");
    try (RawSocket second = connect("free");
        RawSocket third = connect("free");
        RawSocket other = connect("unheard-of")) {
      assertThat(second.status()).isEqualTo(101);
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.header("Retry-After")).isNotEmpty();
      assertThat(third.body()).contains("heartwire.tenant.free.max-connections");
      assertThat(other.status()).isEqualTo(101);
      first.close();
      await().until(() -> connections("free") == 1);
      try (RawSocket again = connect("free")) {
        assertThat(again.status()).isEqualTo(101);
      }
    }
    assertThat(server.metric("heartwire_refusals_total{reason=\"tenant-connections\"}"))
        .isPositive();
  }

  private static void sendUntilClosed(TestClient client, String text) {
    untilClosed(
        () -> {
          while (!client.isClosed()) {
            client.send(text);
          }
        });
  }

  /** A client that is closed meanwhile can't send any more. */
  private static void untilClosed(Runnable sending) {
    try {
      sending.run();
    } catch (CompletionException closedMeanwhile) {
      assertThat(closedMeanwhile).hasCauseInstanceOf(IOException.class);
    }
  }

  private JsonClient open() {
    return JsonClient.over(entrance.client(CENTRIFUGE));
  }

  private RawSocket connect(String tenant) throws Exception {
    return entrance.socket("/ws/tenants").with(Map.of("X-Tenant", tenant)).connect();
  }

  private double connections(String tenant) {
    return server.metric("heartwire_tenant_connections{tenant=\"" + tenant + "\"}");
  }

  private double exceeded(String limit) {
    return server.metric("heartwire_limits_exceeded_total{limit=\"" + limit + "\"}");
  }

  private double closed(int code) {
    return server.metric("heartwire_connections_closed_total{code=\"" + code + "\"}");
  }
}
