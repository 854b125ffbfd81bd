package io.heartwire.it.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.blocking.Blocking;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import io.heartwire.testkit.ClientFrames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A gateway whose application blocks in its hooks, handlers and observers. */
@Isolated("measures who has to wait for whom")
class BlockingBeansIT {
  private static final String JSONB =
      "<featureManager><feature>jsonb-3.0</feature></featureManager>";

  /** Less than any of those who block takes for one of its calls. */
  private static final Duration WITHOUT_WAITING = Duration.ofMillis(2_500);

  private static final int MANY = 100;

  private static final Logger LOG = Logger.getLogger(BlockingBeansIT.class.getName());
  private static final ExecutorService CROWD = Executors.newFixedThreadPool(32);

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = new TreeMap<>();
    env.put("HEARTWIRE_CLIENT_INSECURE", "true");
    env.put(
        ServerDirectory.VARIABLE,
        ServerDirectory.withBeans(
                JSONB,
                Blocking.class,
                Blocking.Pause.class,
                Blocking.Around.class,
                Blocking.Pausing.class,
                Blocking.Counter.class,
                Blocking.LookingAround.class,
                Blocking.Fixed.class,
                Blocking.Later.class,
                Blocking.Heard.class,
                Blocking.Door.class,
                Blocking.Listener.class)
            .toString());
    env.put("EXECUTOR_CORE_THREADS", "128");
    server = GatewayServer.start(env);
  }

  @AfterAll
  static void stop() {
    CROWD.shutdown();
    server.close();
  }

  @Test
  void handlersThatBlockForManyConnectionsDelayNobodyElse() throws Exception {
    List<JsonClient> blocked = clients(MANY);
    try (RawSocket other = RawSocket.connect(server.ws("/ws/quick"))) {
      other.awaitSubscribed();
      long began = System.nanoTime();
      blocked.forEach(client -> client.tell("rpc", pause(4_000)));
      for (int i = 0; i < 50; i++) {
        String text = "echo " + i;
        other.send(RawSocket.TEXT, true, text.getBytes(UTF_8));
        assertThat(other.read(RawSocket.TEXT).text()).isEqualTo(text);
      }
      assertThat(since(began)).as("while all of them are blocked").isLessThan(WITHOUT_WAITING);

      blocked.forEach(client -> assertThat(client.rpc("pause", "{\"millis\":0}")).contains("rpc"));
      assertThat(since(began)).as("all at the same time").isLessThan(Duration.ofSeconds(20));
    } finally {
      blocked.forEach(JsonClient::close);
    }
  }

  @Test
  void rawClientsWhoseHandshakesWaitForAHookAreHeardFromTheirFirstMessageOn() {
    List<CompletableFuture<Void>> clients =
        IntStream.range(0, 200)
            .mapToObj(i -> CompletableFuture.runAsync(() -> greet("/ws/crowd"), CROWD))
            .toList();
    clients.forEach(CompletableFuture::join);
  }

  @Test
  void rawHandshakesThatWaitForASlowHookLeaveThreadsForOthersWhereTheServerBeginsWithEnough() {
    List<CompletableFuture<Void>> slow =
        IntStream.range(0, 32)
            .mapToObj(i -> CompletableFuture.runAsync(() -> greet("/ws/slow:crowd"), CROWD))
            .toList();
    long began = System.nanoTime();
    while (!slow.stream().allMatch(CompletableFuture::isDone)) {
      long asked = System.nanoTime();
      assertThat(server.status("/health/live")).isEqualTo(200);
      LOG.info(() -> "liveness answered after " + since(asked).toMillis() + " ms");
      assertThat(since(asked)).isLessThan(WITHOUT_WAITING);
    }
    LOG.info(() -> "all are in after " + since(began).toMillis() + " ms");
    slow.forEach(CompletableFuture::join);
  }

  private static void greet(String path) {
    try (RawSocket socket = RawSocket.connect(server.ws(path))) {
      socket.awaitSubscribed();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void hooksThatBlockForManyConnectionsDelayNobodyElsesHooks() {
    List<JsonClient> blocked = clients(MANY);
    try (JsonClient other = JsonClient.connect(server.ws("/connection/websocket"), "{}")) {
      long began = System.nanoTime();
      blocked.forEach(client -> client.tell("subscribe", "{\"channel\":\"slow:door\"}"));
      assertThat(other.subscribe("quick-door")).contains("\"subscribe\"");
      assertThat(since(began)).isLessThan(WITHOUT_WAITING);
    } finally {
      blocked.forEach(JsonClient::close);
    }
  }

  @Test
  void commandsOfOneConnectionAreAnsweredInTheirOrder() {
    try (JsonClient client = JsonClient.connect(server.ws("/connection/websocket"), "{}")) {
      List<String> ids = new ArrayList<>();
      for (int millis : new int[] {300, 0, 100, 0}) {
        ids.add(client.tell("rpc", pause(millis)));
        ids.add(client.tell("ping", "{}"));
      }
      await().until(() -> client.replies().size() > ids.size());

      assertThat(
              client.replies().stream()
                  .skip(1)
                  .map(line -> line.substring(0, line.indexOf(',') + 1)))
          .containsExactlyElementsOf(ids);
    }
  }

  @Test
  void anEventLoopReadsAndAnswersAPingBetweenTheEchoesAroundIt() throws Exception {
    assertThat(server.log()).contains("Connections are read by event loops");
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/between"))) {
      socket.awaitSubscribed();
      for (int round = 0; round < 100; round++) {
        socket.sendBytes(
            ClientFrames.masked()
                .text("a")
                .frame(RawSocket.PING, true, (byte) round)
                .text("b")
                .bytes());
        assertThat(socket.read().text()).isEqualTo("a");
        assertThat(socket.read().opcode()).isEqualTo(RawSocket.PONG);
        assertThat(socket.read().text()).isEqualTo("b");
      }
    }
  }

  @Test
  void aBeanHasTheApplicationsContextAndARequestOfItsOwn() {
    try (JsonClient client = JsonClient.connect(server.ws("/connection/websocket"), "{}")) {
      await().until(() -> !client.rpc("around", "{}").contains("\"visitors\":0"));
      for (int i = 0; i < 3; i++) {
        assertThat(client.rpc("around", "{}"))
            .contains("\"thread\":\"heartwire-application-")
            .contains("\"names\":true", "\"classes\":true", "\"callsInRequest\":1")
            .doesNotContain("\"visitors\":0");
      }
    }
  }

  @Test
  void observersThatBlockHearEverythingInOrderAndDelayNobodyElse() {
    try (JsonClient slow = JsonClient.connect(server.ws("/connection/websocket"), "{}");
        JsonClient quick = JsonClient.connect(server.ws("/connection/websocket"), "{}")) {
      slow.send("{\"millis\":4000}");
      slow.send("{\"millis\":1}");
      long began = System.nanoTime();
      quick.send("{\"millis\":2}");
      assertThat(quick.rpc("heard", "{}")).contains("{\\\"millis\\\":2}");
      assertThat(since(began)).isLessThan(WITHOUT_WAITING);

      assertThat(slow.rpc("heard", "{}"))
          .contains(
              "[\"{\\\"millis\\\":4000}\",\"asynchronously {\\\"millis\\\":4000}\","
                  + "\"{\\\"millis\\\":1}\",\"asynchronously {\\\"millis\\\":1}\"]");
    }
  }

  @Test
  void aRecordGoesOutAsJsonThoughItComesLater() {
    try (JsonClient client = JsonClient.connect(server.ws("/connection/websocket"), "{}")) {
      assertThat(client.rpc("later", "{}")).contains("\"data\":{\"text\":\"later\"}");
    }
  }

  @Test
  void parametersThatAreNoObjectOfTheHandlerAreABadRequest() {
    try (JsonClient client = JsonClient.connect(server.ws("/connection/websocket"), "{}")) {
      assertThat(client.rpc("pause", "{\"millis\":[]}")).contains("\"code\":107");
      assertThat(client.rpc("pause", "{\"millis\":7}")).contains("\"data\":{\"millis\":7}");
    }
  }

  private static List<JsonClient> clients(int count) {
    List<JsonClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(JsonClient.connect(server.ws("/connection/websocket"), "{}"));
    }
    return clients;
  }

  private static String pause(int millis) {
    return "{\"method\":\"pause\",\"data\":{\"millis\":%d}}".formatted(millis);
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
