package io.heartwire.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.memory.MemoryQueueConfig;
import io.heartwire.broker.memory.MemoryQueueStore;
import io.heartwire.queue.UnreliableStore.Fault;
import io.heartwire.time.SystemTimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many messages while consumers die at random and the store loses answers. */
class QueueStormTest {
  private static final int MESSAGES = 100_000;
  private static final int CONSUMERS = 20;
  private static final QueueName WORK = new QueueName("work:storm");

  private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(4);
  private final CountDownLatch open = new CountDownLatch(MESSAGES);
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(MESSAGES);
  private final AtomicIntegerArray processed = new AtomicIntegerArray(MESSAGES);
  private final LongAdder repeatable = new LongAdder(); // processed in vain
  private final Semaphore room = new Semaphore(5000);
  private final SystemTimeSource time = new SystemTimeSource();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void everyMessageIsAcknowledgedAndTwiceProcessedOnlyWhereAConsumerDied() throws Exception {
    QueueStore store =
        UnreliableStore.over(
            new MemoryQueueStore(time, new MemoryQueueConfig(100 << 20, 10, 10)),
            method -> isSettling(method) ? fault() : Fault.NONE);
    QueueRules rules = QueueFixture.rules(Map.of("heartwire.queue.work.max-deliveries", "1000"));
    Queues queues = new Queues(rules, store, "node", threads::execute, time);
    ScheduledFuture<?> ticks =
        threads.scheduleWithFixedDelay(
            () -> queues.tick(time.nanos()), 2, 2, TimeUnit.MILLISECONDS);
    for (int i = 0; i < CONSUMERS; i++) {
      new Mortal(queues).begin();
    }
    for (int i = 0; i < MESSAGES; i++) {
      room.acquire();
      queues
          .send(WORK, QueueDraft.of(Payload.text(Integer.toString(i))))
          .toCompletableFuture()
          .join();
    }

    assertThat(open.await(60, TimeUnit.SECONDS)).as("left: " + open.getCount()).isTrue();
    QueueStats stats = queues.stats(WORK).toCompletableFuture().join();
    assertThat(stats.depth()).isZero();
    assertThat(stats.dead()).isZero();
    assertThat(stats.bytes()).isZero();
    assertThat(stats.counters().acknowledged()).isEqualTo(MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(acknowledged.get(i)).as("message " + i).isEqualTo(1);
    }
    // What was in vain may be known later than what was not.
    await().untilAsserted(() -> assertThat(twice()).isPositive().isEqualTo(repeatable.sum()));
    ticks.cancel(false);
    queues.close();
    assertThat(queues.unacknowledged()).containsEntry("work", 0);
  }

  /** How often messages were processed again. */
  private long twice() {
    long sum = 0;
    for (int i = 0; i < MESSAGES; i++) {
      sum += processed.get(i) - 1;
    }
    return sum;
  }

  private static boolean isSettling(String method) {
    return method.equals("acknowledge") || method.equals("giveBack") || method.equals("take");
  }

  private static Fault fault() {
    Random random = ThreadLocalRandom.current();
    return switch (random.nextInt(500)) {
      case 0 -> Fault.NOT_REACHED;
      case 1 -> Fault.ANSWER_LOST;
      default -> Fault.NONE;
    };
  }

  /** A consumer that dies now and then, and another takes its place. */
  private final class Mortal implements QueueReceiver {
    private final Queues queues;
    private volatile QueueSubscription subscription;

    Mortal(Queues queues) {
      this.queues = queues;
    }

    void begin() {
      subscription = queues.consume(WORK, 1 + ThreadLocalRandom.current().nextInt(64), this);
    }

    @Override
    public void deliver(QueueDelivery delivery) {
      threads.execute(() -> process(delivery));
    }

    private void process(QueueDelivery delivery) {
      int number = Integer.parseInt(delivery.message().data().asText());
      int fate = ThreadLocalRandom.current().nextInt(200);
      if (fate == 0 && subscription != null) {
        subscription.abort("killed");
        new Mortal(queues).begin();
        return;
      }
      processed.incrementAndGet(number);
      if (fate < 4) {
        repeatable.increment();
        delivery.giveBack(Duration.ZERO, "no");
        return;
      }
      delivery
          .acknowledge()
          .whenComplete(
              (isOurs, failure) -> {
                if (failure != null) {
                  throw new CompletionException(failure);
                }
                if (!isOurs) {
                  repeatable.increment();
                } else {
                  room.release();
                  acknowledged.incrementAndGet(number);
                  open.countDown();
                }
              });
    }
  }
}
