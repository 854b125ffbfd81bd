package io.heartwire.bench;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.pool.Session;
import io.heartwire.client.pool.SessionPool;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Race;
import java.net.URI;
import java.util.Map;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * What it costs to send one message: with a session of a pool, and with a connection of its own.
 * Both in turn against one gateway, first by one thread, then by several; a thread sends its next
 * message when the one before is acknowledged.
 *
 * <p>Without an argument it starts a gateway; {@code PORT:PID} names one that runs already.
 */
public final class PoolBenchmark {
  private static final int WARM_UP_ROUNDS = 5;
  private static final int ROUNDS = 5;
  private static final int POOLED = 4000; // messages of a round
  private static final int CONNECTIONS = 400; // the same
  private static final int MANY = 16; // threads, fewer than sessions
  private static final String CHANNEL = "pool-benchmark";
  private static final String MESSAGE = "\"" + "x".repeat(126) + "\"";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "JVM_ARGS", "",
          "HEARTWIRE_CLIENT_INSECURE", "true",
          "HEARTWIRE_LIMIT_COMMANDS_PER_SECOND", "0",
          "HEARTWIRE_LIMIT_BYTES_PER_SECOND", "0",
          "HEARTWIRE_WARMUP_DURATION", "20s");

  private final URI address;

  private PoolBenchmark(int port) {
    address = URI.create("ws://127.0.0.1:" + port + "/connection/websocket");
  }

  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      new PoolBenchmark(Integer.parseInt(arguments[0].split(":", 2)[0])).run();
      return;
    }
    try (GatewayServer gateway = GatewayServer.start(ENVIRONMENT)) {
      new PoolBenchmark(gateway.port()).run();
    }
  }

  private void run() {
    try (SessionPool<Session> pool = SessionPool.centrifuge(this::client).build()) {
      compare(pool, 1);
      compare(pool, MANY);
    }
  }

  private void compare(SessionPool<Session> pool, int threads) {
    Times pooled = new Times();
    Times connected = new Times();
    for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      if (round == WARM_UP_ROUNDS) {
        pooled = new Times();
        connected = new Times();
      }
      pooled.measure(threads, POOLED, () -> borrowed(pool));
      connected.measure(threads, CONNECTIONS, this::alone);
    }
    System.out.println(threads + " thread(s)");
    System.out.println("  borrow + publish + return: " + pooled);
    System.out.println("  connect + publish + close: " + connected);
    System.out.printf(
        "  ratio of messages/s %.1f, of means %.1f, of medians %.1f%n",
        pooled.rate() / connected.rate(),
        connected.mean() / pooled.mean(),
        connected.millis(50) / pooled.millis(50));
  }

  private CentrifugeClient.Builder client() {
    return HeartwireClient.centrifuge(address);
  }

  private static void borrowed(SessionPool<Session> pool) {
    try (Session session = pool.borrow()) {
      session.publish(CHANNEL, MESSAGE).join();
    }
  }

  /** Until the connection is gone: it is the server's burden, too. */
  private void alone() {
    CentrifugeClient client = client().build();
    client.connect().join();
    client.publish(CHANNEL, MESSAGE).join();
    client.close();
    client.closed().join();
  }

  /** How long one way takes. */
  private static final class Times {
    private final ConcurrentHistogram histogram = new ConcurrentHistogram(3);
    private long elapsed;

    void measure(int threads, int messages, Runnable step) {
      long began = System.nanoTime();
      Race.among(
          threads,
          thread -> {
            for (int i = thread; i < messages; i += threads) {
              long sent = System.nanoTime();
              step.run();
              histogram.recordValue(System.nanoTime() - sent);
            }
          });
      elapsed += System.nanoTime() - began;
    }

    double rate() {
      return histogram.getTotalCount() / (elapsed / 1e9);
    }

    double mean() {
      return histogram.getMean() / 1e6;
    }

    double millis(double percentile) {
      return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public String toString() {
      return "mean %.3f ms, p50 %.3f ms, p99 %.3f ms, %.0f messages/s"
          .formatted(mean(), millis(50), millis(99), rate());
    }
  }
}
