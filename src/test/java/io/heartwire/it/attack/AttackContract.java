package io.heartwire.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.Entrance;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What attackers do to a gateway, whichever way it reads. One subclass for each way.
 *
 * <p>One gateway with little memory, 200 clients that do nothing wrong, and attackers, one kind
 * after the other. Each attack is measured against the quiet moments just before it.
 */
@Isolated("compares how long honest clients wait")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class AttackContract {
  private static final Logger LOG = Logger.getLogger(AttackContract.class.getName());

  private static final int HONEST = 200;
  private static final int ATTACKERS = 10;
  private static final int RESETS = 150;
  private static final double MOST_DISTURBED = 1.5;

  /**
   * What nobody would notice, and what attackers, clients and gateway do to one another on two
   * cores by being there: each of them may have to wait for the slices of several others.
   */
  private static final Duration UNNOTICED = Duration.ofMillis(50);

  private static final String RAW = "/ws/target";
  private static final String CENTRIFUGE = "/connection/websocket";

  private static GatewayServer server; // of one subclass at a time
  private static Entrance entrance;
  private static HonestCrowd crowd;
  private static List<SlowHandshake> silent;

  /** Starts the gateway, with what makes it read in one way or another. */
  static GatewayServer start(Map<String, String> way) {
    Map<String, String> env = new TreeMap<>(way);
    env.putAll(
        Environment.of(
            """
            JVM_ARGS=-Xmx256m -XX:MaxDirectMemorySize=128m
            HEARTWIRE_CLIENT_INSECURE=true
            HEARTWIRE_LIMIT_COMMANDS_PER_SECOND=100
            HEARTWIRE_LIMIT_COMMANDS_BURST=200
            HEARTWIRE_LIMIT_BYTES_PER_SECOND=131072
            HEARTWIRE_LIMIT_BYTES_BURST=262144
            HEARTWIRE_POOL_PENDING_TIMEOUT=1s
            HEARTWIRE_HEARTBEAT_INTERVAL=2s
            HEARTWIRE_HEARTBEAT_TIMEOUT=2s
            """));
    server = GatewayServer.start(env);
    return server;
  }

  /** Has all clients connect there, and the honest ones begin. */
  static void enterBy(Entrance to) throws IOException {
    entrance = to;
    silent = slowHandshakes(50);
    crowd = new HonestCrowd(entrance, HONEST);
    await().atMost(Duration.ofSeconds(20)).until(() -> crowd.p99().compareTo(UNNOTICED) < 0);
  }

  @AfterAll
  static void stop() throws IOException {
    crowd.close();
    for (SlowHandshake one : silent) {
      one.close();
    }
    server.close();
  }

  @AfterEach
  void theGatewayIsSound() {
    assertThat(crowd.isWhole()).as("all honest clients are still connected").isTrue();
    await().atMost(Duration.ofSeconds(20)).until(() -> live() == HONEST);
    await().until(() -> server.metric("heartwire_threads_stuck") == 0);
  }

  /** A thread that is lost, in a goodbye that never returns, shows within the tests that follow. */
  @Test
  @Order(1)
  void resetsInTheMiddleOfAGoodbye() {
    Stream<CompletableFuture<Void>> attackers =
        IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(AttackContract::resetMany));
    attackers.toList().forEach(CompletableFuture::join);
  }

  @Test
  @Order(2)
  void pingsWithoutEndFromClientsThatDoNotRead() throws Exception {
    byte[] pings = frames(RawSocket.PING, "x".repeat(125), 500);
    disturbsNobody(RAW, socket -> repeat(socket, pings), "pings");
  }

  @Test
  @Order(3)
  void messagesWithoutEnd() throws Exception {
    byte[] messages = frames(RawSocket.TEXT, "hello", 5000);
    disturbsNobody(RAW, socket -> repeat(socket, messages), "commands");
  }

  @Test
  @Order(4)
  void bytesWithoutEnd() throws Exception {
    String much = "{\"channel\":\"nobody-listens\",\"data\":\"" + "x".repeat(60_000) + "\"}";
    byte[] bulk = frames(RawSocket.TEXT, "{\"id\":2,\"publish\":" + much + "}", 10);
    disturbsNobody(
        CENTRIFUGE,
        socket -> {
          socket.send(RawSocket.TEXT, true, ascii("{\"id\":1,\"connect\":{}}"));
          repeat(socket, bulk);
        },
        "bytes");
  }

  @Test
  @Order(5)
  void commandsWithoutEnd() throws Exception {
    byte[] commands = frames(RawSocket.TEXT, "{\"id\":2,\"ping\":{}}", 5000);
    disturbsNobody(
        CENTRIFUGE,
        socket -> {
          socket.send(RawSocket.TEXT, true, ascii("{\"id\":1,\"connect\":{}}"));
          repeat(socket, commands);
        },
        "commands");
  }

  @Test
  @Order(6)
  void fragmentsWithoutEndOrContent() throws Exception {
    byte[] nothings = frames(RawSocket.CONTINUATION, "", 5000);
    for (int i = 0; i < nothings.length; i += 6) {
      nothings[i] = RawSocket.CONTINUATION; // and not the last one
    }
    disturbsNobody(
        RAW,
        socket -> {
          socket.send(RawSocket.BINARY, false, new byte[1]);
          repeat(socket, nothings);
        },
        "commands");
  }

  @Test
  @Order(7)
  void framesThatComeByteByByte() throws Exception {
    disturbsNobody(
        RAW,
        socket -> {
          for (byte crumb : RawSocket.frame(RawSocket.TEXT, true, new byte[60_000])) {
            socket.sendBytes(new byte[] {crumb});
          }
          assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(3013);
          throw new EOFException("cut off with a reason");
        },
        "frame-pieces");
  }

  /** Without a mask; half-closed; never ready: each is told why, where there is anybody to tell. */
  @Test
  @Order(8)
  void clientsThatBreakTheRules() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    disturbsNobody(
        CENTRIFUGE,
        socket -> {
          switch (turn.incrementAndGet() % 3) {
            case 0 -> {
              socket.sendBytes(new byte[] {(byte) 0x81, 1, 'x'});
              assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(1002);
            }
            case 1 -> {
              socket.halfClose();
              socket.read(RawSocket.CLOSE);
            }
            default -> assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(3502);
          }
          throw new IOException("ended, as it should be");
        },
        null);
  }

  @Test
  @Order(9)
  void handshakesThatDrip() throws Exception {
    Duration quiet = crowd.p99();
    List<SlowHandshake> dripping = slowHandshakes(200);
    Thread drip = new Thread(() -> drip(dripping));
    drip.start();
    try {
      staysBelow(quiet, "dripping handshakes");
      assertThat(dripping).as("they cost no place").isNotEmpty();
      assertThat(live()).isEqualTo(HONEST);
    } finally {
      for (SlowHandshake one : dripping) {
        one.close();
      }
      drip.join();
    }
  }

  @Test
  @Order(10)
  void handshakesThatFallSilentAreCutOff() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> silent.stream().allMatch(one -> one.isCutOff()));
  }

  private static void disturbsNobody(String path, Attack.Assault assault, String limit)
      throws Exception {
    double before = limit == null ? 0 : counted(limit);
    Duration quiet = crowd.p99();
    RawSocketBuilder target = entrance.socket(path).withTinyBuffer();
    try (Attack attack = Attack.launch(ATTACKERS, target, assault)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> attack.cutOff() >= ATTACKERS);
      staysBelow(quiet, limit == null ? "rude clients" : limit);
    }
    if (limit != null) {
      assertThat(counted(limit) - before).as("counted").isGreaterThanOrEqualTo(ATTACKERS);
    }
  }

  /**
   * A machine that is busy for a moment gets another chance; a disturbance is there all the time.
   */
  private static void staysBelow(Duration quiet, String attack) {
    long most = Math.max(UNNOTICED.toNanos(), (long) (quiet.toNanos() * MOST_DISTURBED));
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> {
              Duration now = crowd.p99();
              LOG.info(
                  () ->
                      "p99 %d ms, %d ms before: %s"
                          .formatted(now.toMillis(), quiet.toMillis(), attack));
              assertThat(now).isLessThanOrEqualTo(Duration.ofNanos(most));
            });
  }

  private static void resetMany() {
    for (int i = 0; i < RESETS; i++) {
      try (RawSocket socket = entrance.socket(CENTRIFUGE).connect()) {
        socket.send(RawSocket.TEXT, true, ascii("no command, so there will be a goodbye"));
        LockSupport.parkNanos(i * 20_000L);
        socket.reset();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private static void repeat(RawSocket socket, byte[] bytes) throws IOException {
    while (true) {
      socket.sendBytes(bytes);
    }
  }

  private static byte[] frames(int opcode, String payload, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(RawSocket.frame(opcode, true, ascii(payload)));
    }
    return all.toByteArray();
  }

  private static List<SlowHandshake> slowHandshakes(int count) throws IOException {
    List<SlowHandshake> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new SlowHandshake(server.ws("/ws/slow")));
    }
    return all;
  }

  private static void drip(List<SlowHandshake> all) {
    try {
      while (true) {
        for (SlowHandshake one : all) {
          one.drip();
        }
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static double live() {
    return server.metric("heartwire_connections{state=\"live\"}");
  }

  /** Attackers that do not read what they cause may be too slow before they are too much. */
  private static double counted(String limit) {
    return exceeded(limit) + server.metric("heartwire_connections_closed_total{code=\"3008\"}");
  }

  private static double exceeded(String limit) {
    return server.metric("heartwire_limits_exceeded_total{limit=\"" + limit + "\"}");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
