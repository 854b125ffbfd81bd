package io.heartwire.queue;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.memory.MemoryQueueConfig;
import io.heartwire.broker.memory.MemoryQueueStore;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The queues of one node over memory, on the test's thread and by the manual clock. */
public class QueueFixture {
  static final QueueName WORK = new QueueName("work:a");
  static final int MOST_QUEUES = 1000;
  private static final String OWNER = "node";
  static final Duration LEASE = Duration.ofSeconds(9);

  final ManualTimeSource time = new ManualTimeSource();
  UnreliableStore.Fault fault = UnreliableStore.Fault.NONE;
  String faulty = "";
  final CompletableFuture<?> release = new CompletableFuture<>(); // of held answers
  final List<String> calls = new ArrayList<>(); // of the store, by name
  QueueStore store;
  Queues queues = queues(Map.of());

  /** Messages that a consumer got and lost. */
  static final class Consumer implements QueueReceiver {
    final List<QueueDelivery> has = new ArrayList<>();
    final List<QueueDelivery> lost = new ArrayList<>();

    @Override
    public void deliver(QueueDelivery delivery) {
      has.add(delivery);
    }

    @Override
    public void lost(QueueDelivery delivery) {
      lost.add(delivery);
    }

    List<String> texts() {
      return has.stream().map(delivery -> delivery.message().data().asText()).toList();
    }
  }

  static QueueRules rules(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent("heartwire.queue.namespaces", "work");
    all.putIfAbsent("heartwire.queue.lease", LEASE.toSeconds() + "s");
    return new QueueRules(new QueueConfig(TestSettings.with(all)));
  }

  /** Those of the namespace {@code work}, with a lease as short as no setting allows. */
  public static QueueRules rules(Map<String, String> options, Duration lease) {
    QueueOptions work = QueueOptions.read(TestSettings.with(options), "work", lease);
    return new QueueRules(
        new QueueConfig(Map.of("work", work), QueueOptions.usual(lease), false, lease));
  }

  Queues queues(Map<String, String> options) {
    store =
        UnreliableStore.over(
            new MemoryQueueStore(time, new MemoryQueueConfig(100 << 20, MOST_QUEUES, 1000)),
            method -> {
              calls.add(method);
              return method.equals(faulty) ? fault : UnreliableStore.Fault.NONE;
            },
            release);
    return new Queues(rules(options), store, OWNER, Runnable::run, time);
  }

  /** The store forgets that it has given this node messages: as a replica that did not know. */
  void setBack() {
    QueueLimits limits = rules(Map.of()).require(WORK).limits();
    Stages.now(store.leave(WORK.value(), OWNER, limits));
    Stages.now(store.renew(WORK.value(), OWNER, 1, limits));
  }

  void send(String... texts) {
    for (String text : texts) {
      Stages.now(queues.send(WORK, QueueDraft.of(Payload.text(text))));
    }
  }

  QueueStats stats() {
    return Stages.now(queues.stats(WORK));
  }

  /** Seconds pass, and what happens each second happens. */
  void pass(Duration length) {
    for (long i = 0; i < length.toSeconds(); i++) {
      time.advance(Duration.ofSeconds(1));
      queues.tick(time.nanos());
    }
  }
}
