package io.heartwire.it.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.StompSocket;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Consumers that crash, hang or come again and again, beside one that works. */
@Isolated("measures how soon another consumer gets the work")
class BadConsumersIT {
  private static final Logger LOG = Logger.getLogger(BadConsumersIT.class.getName());
  private static final int MESSAGES = 2000;

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Map.of(
                "HEARTWIRE_QUEUE_DEFAULT_ALLOW_SEND", "true",
                "HEARTWIRE_QUEUE_DEFAULT_ALLOW_CONSUME", "true",
                "HEARTWIRE_QUEUE_DEFAULT_MAX_DELIVERIES", "1000",
                "HEARTWIRE_HEARTBEAT_INTERVAL", "10m", // who does not read answers no ping
                "HEARTWIRE_LIMIT_COMMANDS_PER_SECOND", "100000"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatACrashedConsumerHadIsWithAnotherWithinASecond() throws Exception {
    String queue = "/queue/crash";
    Duration longest = Duration.ZERO;
    try (StompSocket sender = connect();
        StompSocket heir = connect().consumes(queue, 1000)) {
      for (int round = 0; round < 10; round++) {
        heir.asks("UNSUBSCRIBE", "id:work");
        try (StompSocket doomed = connect().consumes(queue, 50)) {
          for (int i = 0; i < 50; i++) {
            sender.sends(queue, "" + i);
            doomed.read("MESSAGE");
          }
          heir.consumes(queue, 1000);
          long before = System.nanoTime();
          doomed.drop();
          for (int i = 0; i < 50; i++) {
            StompSocket.Frame again = heir.read("MESSAGE");
            assertThat(again.body()).isEqualTo("" + i);
            assertThat(again.header("delivery-count")).isEqualTo("2");
            heir.acknowledges(again);
          }
          Duration took = Duration.ofNanos(System.nanoTime() - before);
          longest = took.compareTo(longest) > 0 ? took : longest;
        }
      }
    }
    LOG.info("what a crashed consumer had was with another within " + longest);
    assertThat(longest).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void oneThatIsSilentOneThatIsSlowAndOneThatReconnectsInALoopHarmNobody() throws Exception {
    String queue = "/queue/harm";
    long descriptors = settledDescriptors();
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicBoolean isOver = new AtomicBoolean();
    Set<String> done = ConcurrentHashMap.newKeySet();
    List<StompSocket> sockets = new ArrayList<>();
    try {
      StompSocket silent = connect().consumes(queue, 20);
      StompSocket deaf = connect(); // and never reads
      deaf.says("SUBSCRIBE", "id:work", "destination:" + queue, "prefetch-count:30", "ack:client");
      StompSocket slow = connect().consumes(queue, 5);
      StompSocket good = connect().consumes(queue, 10);
      sockets.addAll(List.of(silent, deaf, slow, good));
      begin(threads, () -> acknowledgeAll(good, done));
      begin(threads, () -> acknowledgeSlowly(slow, done, isOver));
      begin(threads, () -> reconnect(queue, isOver));
      try (StompSocket sender = connect()) {
        for (int i = 0; i < MESSAGES; i++) {
          sender.sends(queue, "" + i, "idempotency-key:" + i);
        }
        sender.asks("DISCONNECT");
      }
      int held = 20 + 30;
      await().atMost(Duration.ofSeconds(30)).until(() -> done.size() >= MESSAGES - held - 20);
      isOver.set(true);
      await().atMost(Duration.ofSeconds(30)).until(() -> done.size() >= MESSAGES - held);
      assertThat(server.metric("heartwire_queue_unacknowledged{namespace=\"default\"}"))
          .isGreaterThanOrEqualTo(held);

      silent.drop();
      deaf.drop();
      await().until(() -> done.size() == MESSAGES);
    } finally {
      isOver.set(true);
      for (StompSocket each : sockets) {
        each.drop();
      }
      threads.shutdownNow();
    }
    for (String figure : List.of("unacknowledged", "consumers", "in_flight", "ready")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          server.metric(
                              "heartwire_queue_%s{namespace=\"default\"}".formatted(figure)))
                      .as(figure)
                      .isZero());
    }
    await().until(() -> server.inside().descriptors() <= descriptors + 5);
  }

  private static long settledDescriptors() throws IOException {
    connect().drop();
    return server.inside().descriptors();
  }

  private static void acknowledgeAll(StompSocket socket, Set<String> done) throws IOException {
    while (true) {
      acknowledge(socket, done);
    }
  }

  private static void acknowledgeSlowly(StompSocket socket, Set<String> done, AtomicBoolean isOver)
      throws Exception {
    while (true) {
      if (!isOver.get()) {
        Thread.sleep(50);
      }
      acknowledge(socket, done);
    }
  }

  private static void acknowledge(StompSocket socket, Set<String> done) throws IOException {
    StompSocket.Frame message = socket.read("MESSAGE");
    socket.acknowledges(message);
    done.add(message.body());
  }

  private static void reconnect(String queue, AtomicBoolean isOver) throws IOException {
    while (!isOver.get()) {
      connect().consumes(queue, 10).drop();
    }
  }

  private static StompSocket connect() throws IOException {
    return StompSocket.connect(server.ws("/stomp"));
  }

  /** Until its socket is closed. */
  private static void begin(ExecutorService threads, ThrowingRunnable work) {
    var unused =
        threads.submit(
            (Callable<Void>)
                () -> {
                  work.run();
                  return null;
                });
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }
}
