package io.heartwire.bench;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.pool.PoolFigures;
import io.heartwire.client.pool.Session;
import io.heartwire.client.pool.SessionPool;
import io.heartwire.it.server.GatewayServer;
import java.net.URI;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What it costs to send one message: with a session of a pool, and with a connection of its own.
 * One thread, both in turn against one gateway, each message acknowledged before the next.
 *
 * <p>Without an argument it starts a gateway; {@code PORT:PID} names one that runs already.
 */
public final class PoolBenchmark {
  private static final int WARM_UP_ROUNDS = 5;
  private static final int ROUNDS = 5;
  private static final int POOLED = 4000;
  private static final int CONNECTIONS = 400;
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
  private final Histogram pooled = new Histogram(3);
  private final Histogram connected = new Histogram(3);

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
      for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
        if (round == WARM_UP_ROUNDS) {
          pooled.reset();
          connected.reset();
        }
        for (int i = 0; i < POOLED; i++) {
          measure(pooled, () -> borrowed(pool));
        }
        for (int i = 0; i < CONNECTIONS; i++) {
          measure(connected, this::alone);
        }
      }
      PoolFigures figures = pool.figures();
      print("borrow + publish + return", pooled);
      print("connect + publish + close", connected);
      System.out.printf(
          "ratio of means %.1f, of medians %.1f; pool afterwards: %s%n",
          connected.getMean() / pooled.getMean(),
          connected.getValueAtPercentile(50) / (double) pooled.getValueAtPercentile(50),
          figures);
    }
  }

  private CentrifugeClient.Builder client() {
    return HeartwireClient.centrifuge(address);
  }

  private static void borrowed(SessionPool<Session> pool) {
    try (Session session = pool.borrow()) {
      session.publish(CHANNEL, MESSAGE).toCompletableFuture().join();
    }
  }

  /** Until the connection is gone: it is the server's burden, too. */
  private void alone() {
    CentrifugeClient client = client().build();
    client.connect().toCompletableFuture().join();
    client.publish(CHANNEL, MESSAGE).toCompletableFuture().join();
    client.close();
    client.closed().toCompletableFuture().join();
  }

  private static void measure(Histogram histogram, Runnable step) {
    long began = System.nanoTime();
    step.run();
    histogram.recordValue(System.nanoTime() - began);
  }

  private static void print(String what, Histogram times) {
    System.out.printf(
        "%s: mean %.3f ms, p50 %.3f ms, p99 %.3f ms, of %d messages%n",
        what,
        times.getMean() / 1e6,
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getTotalCount());
  }
}
