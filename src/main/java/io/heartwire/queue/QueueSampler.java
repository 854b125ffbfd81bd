package io.heartwire.queue;

import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store every few seconds how the queues fare that this node uses, or that have messages
 * though nobody uses them, for those who can't wait for an answer. At most so many at a time;
 * others have their turn later. Dead letters are figures of the queue that they come from. Where
 * nobody consumes, it makes messages expire. Safe for use by any thread; {@link #tick} by one at a
 * time.
 */
final class QueueSampler {
  static final int MOST_AT_ONCE = 100;
  static final int MOST = 2_000;
  private static final long PERIOD = Duration.ofSeconds(5).toNanos();
  private static final long KEPT = Duration.ofMinutes(10).toNanos();

  private static final long EXPIRY = Duration.ofMinutes(1).toNanos();

  private static final class Sample {
    long expiredAt; // when messages were made to expire; of tick
    volatile long usedAt;
    volatile long askedAt;
    volatile @Nullable QueueStats stats; // null: not known, as while the store is away
  }

  private final QueueStore store;
  private final Function<QueueName, QueueLimits> limits;
  private final Map<QueueName, Sample> samples = new ConcurrentHashMap<>();
  private volatile @Nullable Long listedAt; // when the store was to say which queues there are
  private volatile boolean isListed; // whether it did

  QueueSampler(QueueStore store, Function<QueueName, QueueLimits> limits) {
    this.store = store;
    this.limits = limits;
  }

  /** This node uses the queue. */
  void use(QueueName queue, long now) {
    QueueName name = queue.origin();
    Sample sample = samples.get(name);
    if (sample == null && samples.size() < MOST) {
      Sample added = new Sample();
      added.askedAt = now - PERIOD;
      added.expiredAt = now - EXPIRY;
      sample = samples.computeIfAbsent(name, same -> added);
    }
    if (sample != null) {
      sample.usedAt = now;
    }
  }

  void tick(long now, Predicate<QueueName> isConsumed) {
    list(now);
    List<Map.Entry<QueueName, Sample>> due = new ArrayList<>();
    for (Map.Entry<QueueName, Sample> each : samples.entrySet()) {
      Sample sample = each.getValue();
      if (isConsumed.test(each.getKey()) || isConsumed.test(each.getKey().deadLetters())) {
        sample.usedAt = now;
      } else if (now - sample.usedAt > KEPT && isEmpty(sample.stats)) {
        samples.remove(each.getKey());
      }
      if (now - sample.askedAt >= PERIOD) {
        due.add(each);
      }
    }
    // Who has waited longest: with more than can be asked in a period, the others would never be.
    due.sort(Comparator.comparingLong(each -> each.getValue().askedAt - now));
    for (Map.Entry<QueueName, Sample> each : due.subList(0, Math.min(MOST_AT_ONCE, due.size()))) {
      if (!isConsumed.test(each.getKey())) { // who consumes sees to it
        expire(each.getKey(), each.getValue(), now);
      }
      each.getValue().askedAt = now;
      ask(each.getKey(), each.getValue());
    }
  }

  /**
   * What waits in a queue that nobody uses is to be seen as well; half of the room is for those.
   */
  private void list(long now) {
    Long before = listedAt;
    if (before != null && now - before < (isListed ? KEPT : PERIOD)) {
      return;
    }
    listedAt = now;
    isListed = false;
    var unused =
        asked(() -> store.names(MOST / 2))
            .thenAccept(
                names -> {
                  names.forEach(name -> use(new QueueName(name), now));
                  isListed = true;
                });
  }

  private static <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException away) {
      return CompletableFuture.failedStage(away);
    }
  }

  /** After a failure the next turn does it, and the figures show what has not expired. */
  private void expire(QueueName name, Sample sample, long now) {
    QueueStats stats = sample.stats;
    if (stats != null && stats.depth() > 0 && now - sample.expiredAt >= EXPIRY) {
      sample.expiredAt = now;
      var unused = asked(() -> store.expire(name.value(), limits.apply(name)));
    }
  }

  private static boolean isEmpty(@Nullable QueueStats stats) {
    return stats == null || stats.depth() + stats.dead() == 0;
  }

  private void ask(QueueName name, Sample sample) {
    // A failure is known from elsewhere, and the next turn asks again.
    var unused =
        asked(() -> store.stats(name.value()))
            .whenComplete((stats, failure) -> sample.stats = stats);
  }

  /** As they were some seconds ago; without those that the store has not told of. */
  Map<QueueName, QueueStats> stats() {
    Map<QueueName, QueueStats> all = new HashMap<>();
    samples.forEach(
        (name, sample) -> {
          QueueStats stats = sample.stats;
          if (stats != null) {
            all.put(name, stats);
          }
        });
    return all;
  }
}
