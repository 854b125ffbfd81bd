package io.heartwire.broker;

import static io.heartwire.broker.BrokerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.QueueReceipt.Outcome;
import io.heartwire.broker.QueueStore.Batch;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.broker.QueueStore.Return;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** A store of queues, and short words for what is asked of it. */
abstract class QueueStoreFixture {
  protected static final String ONE = "node-1";
  static final String TWO = "node-2";
  static final String WORK = "work:a";
  static final String DEAD = WORK + ".dlq";
  static final Duration MOMENT = Duration.ofMillis(250);

  /** So long that a test has made some calls before it ends, also on a busy machine. */
  static final Duration WHILE = Duration.ofSeconds(3);

  static final QueueLimits LIMITS =
      new QueueLimits(5, 100_000, false, 3, 4, Duration.ZERO, Duration.ofMillis(600), false);

  protected static final QueueLimits REPLICATED =
      new QueueLimits(5, 100_000, false, 3, 4, Duration.ZERO, LIMITS.lease(), true);

  final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  QueueStore store;

  /** An empty one, of the node {@link #ONE}. */
  protected abstract QueueStore make();

  /** Goes on when so much time has passed for the store. */
  protected abstract void pass(Duration time);

  @BeforeEach
  final void makeIt() {
    store = make();
    store.start(
        new QueueStore.Listener() {
          @Override
          public void ready(String queue) {
            told.add(queue);
          }

          @Override
          public void missed() {}
        });
  }

  final void renew(String owner) {
    await(store.renew(WORK, owner, 1, LIMITS));
  }

  final void send(String... texts) {
    for (String text : texts) {
      assertThat(outcome(text, LIMITS)).isEqualTo(Outcome.SENT);
    }
  }

  final Outcome outcome(String text, QueueLimits limits) {
    return await(store.send(WORK, draft(text), attempt(), limits)).outcome();
  }

  static QueueDraft draft(String text) {
    return QueueDraft.of(Payload.text(text));
  }

  final Batch take(String owner, int most) {
    return take(WORK, owner, most);
  }

  final Batch take(String queue, String owner, int most) {
    return await(store.take(queue, owner, requests.incrementAndGet() + 100L, most, LIMITS));
  }

  final boolean acknowledge(String owner, QueueMessage message) {
    return await(store.acknowledge(WORK, owner, List.of(lease(message)), LIMITS)).get(0);
  }

  final boolean giveBack(QueueMessage message, Return how, Duration delay, String why) {
    return giveBack(ONE, message, how, delay, why);
  }

  final boolean giveBack(
      String owner, QueueMessage message, Return how, Duration delay, String why) {
    return await(store.giveBack(WORK, owner, List.of(lease(message)), how, delay, why, LIMITS))
        .get(0);
  }

  static Lease lease(QueueMessage message) {
    return new Lease(message.id(), message.delivery());
  }

  final String attempt() {
    return "attempt" + attempts.incrementAndGet();
  }

  static List<String> texts(Batch batch) {
    return batch.messages().stream().map(message -> message.data().asText()).toList();
  }
}
