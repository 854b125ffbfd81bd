package io.heartwire.it.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Senders and consumers of one queue; consumers die at random, from a fixed seed. */
final class Fire implements AutoCloseable {
  static final String SECRET = "a secret of 32 bytes at the least";
  static final int MESSAGES = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int CONSUMERS = 20;
  private static final long SEED = 24;

  final Ledger ledger = new Ledger(MESSAGES);
  final Entrances entrances;
  private final List<Worker> senders = new ArrayList<>();
  private final List<Worker> consumers = new ArrayList<>();

  /**
   * @param senders how many; each may have a hundred messages without a receipt
   */
  Fire(List<GatewayServer> nodes, String queue, int senders) {
    // Keys are those of a user, whatever the connection.
    entrances = new Entrances(nodes, Issuer.hmac(SECRET).token("{\"sub\":\"worker\"}"));
    for (int i = 0; i < CONSUMERS; i++) {
      consumers.add(new WorkConsumer(entrances, ledger, SEED + i, queue));
    }
    for (int i = 0; i < senders; i++) {
      this.senders.add(new WorkSender(entrances, ledger, SEED - 1 - i, queue));
    }
  }

  void start() {
    consumers.forEach(Worker::start);
    senders.forEach(Worker::start);
  }

  void awaitAcknowledged(int count) {
    await().atMost(PATIENCE).until(() -> ledger.acknowledgedCount() >= count);
  }

  /** Waits until all is sent and processed; some of it may come again. */
  void awaitEnd() throws InterruptedException {
    boolean isDone = ledger.awaitAll(PATIENCE);
    assertThat(isDone).as("%s, left: %s", ledger, ledger.left()).isTrue();
    await().untilAsserted(() -> assertThat(ledger.sentCount()).isEqualTo(MESSAGES));
  }

  /** Checks that no message was lost or came twice for no reason. */
  void check() {
    assertThat(ledger.left()).isEmpty();
    assertThat(ledger.deaths()).isGreaterThan(CONSUMERS);
    assertThat(ledger.repeated()).isPositive();
    List<String> unexplained = ledger.unexplained();
    assertThat(unexplained).as("%d of %s", unexplained.size(), ledger).isEmpty();
  }

  @Override
  public void close() throws Exception {
    for (Worker each : senders) {
      each.stop();
    }
    for (Worker each : consumers) {
      each.stop();
    }
  }
}
