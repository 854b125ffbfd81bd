package io.heartwire.console;

import io.heartwire.broker.QueueStats;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.Queues;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All queues with their figures, as the engine tells them: asked for only while somebody looks, and
 * once for all who do. Safe for use by any thread; nothing blocks.
 */
@Singleton
class QueueCensus {
  /** Of those that have been used lately; there may be more. */
  static final int MOST = 1_000;

  /** How many the engine is asked for at a time. */
  private static final int AT_ONCE = 100;

  private static final long FRESH = Duration.ofSeconds(2).toNanos();

  /** Rates are those of so long, and of no longer than {@link #OLDEST}. */
  private static final long SPAN = Duration.ofSeconds(10).toNanos();

  private static final long OLDEST = Duration.ofMinutes(1).toNanos();

  private final Queues queues;
  private final TimeSource time;
  private final AtomicReference<@Nullable Round> latest = new AtomicReference<>();
  private final Deque<Census> before = new ArrayDeque<>(); // guarded by itself

  /**
   * A queue.
   *
   * @param sent messages accepted a second; negative = not known yet
   * @param acknowledged messages processed a second; negative = not known yet
   */
  record Counted(QueueName name, QueueStats stats, double sent, double acknowledged) {}

  /**
   * All of them at one moment.
   *
   * @param isWhole whether there are no others
   */
  record Census(long at, Map<QueueName, Counted> queues, boolean isWhole) {}

  private record Round(long at, CompletableFuture<Census> census) {}

  @Inject
  QueueCensus(Queues queues, TimeSource time) {
    this.queues = queues;
    this.time = time;
  }

  /** As it was two seconds ago at the most. */
  CompletionStage<Census> now() {
    long now = time.nanos();
    Round mine = new Round(now, new CompletableFuture<>());
    Round round = latest.updateAndGet(known -> known != null && isGood(known, now) ? known : mine);
    if (round.census() == mine.census()) {
      take(now)
          .whenComplete(
              (census, failure) -> {
                if (failure == null) {
                  mine.census().complete(census);
                } else {
                  mine.census().completeExceptionally(failure);
                }
              });
    }
    return round.census().copy();
  }

  /** One queue, also one that is not among the first {@link #MOST}. */
  CompletionStage<Counted> of(QueueName name) {
    return now()
        .thenCompose(
            census -> {
              Counted counted = census.queues().get(name);
              return counted == null
                  ? queues.stats(name).thenApply(stats -> new Counted(name, stats, -1, -1))
                  : CompletableFuture.completedStage(counted);
            });
  }

  /** Somebody has changed something, and wants to see that. */
  void forget() {
    latest.set(null);
  }

  private static boolean isGood(Round round, long now) {
    return !round.census().isCompletedExceptionally() && now - round.at() < FRESH;
  }

  private CompletionStage<Census> take(long now) {
    CompletionStage<Census> taken;
    try {
      taken =
          queues
              .names(MOST + 1)
              .thenCompose(
                  names -> {
                    List<QueueName> shown = names.subList(0, Math.min(MOST, names.size()));
                    return stats(shown, new LinkedHashMap<>())
                        .thenApply(stats -> rated(now, stats, names.size() <= MOST));
                  });
    } catch (RuntimeException away) {
      taken = CompletableFuture.failedStage(away);
    }
    return taken;
  }

  /** Some at a time, so that nobody else has to wait for long. */
  private CompletionStage<Map<QueueName, QueueStats>> stats(
      List<QueueName> names, Map<QueueName, QueueStats> found) {
    List<QueueName> next = names.subList(0, Math.min(AT_ONCE, names.size()));
    if (next.isEmpty()) {
      return CompletableFuture.completedStage(found);
    }
    List<CompletableFuture<QueueStats>> answers = new ArrayList<>();
    next.forEach(name -> answers.add(queues.stats(name).toCompletableFuture()));
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenCompose(
            all -> {
              for (int i = 0; i < next.size(); i++) {
                found.put(next.get(i), answers.get(i).join());
              }
              return stats(names.subList(next.size(), names.size()), found);
            });
  }

  private Census rated(long at, Map<QueueName, QueueStats> stats, boolean isWhole) {
    synchronized (before) {
      // The last one that is as old as the span, or the oldest.
      @Nullable Census base = before.pollFirst();
      while (!before.isEmpty() && at - before.getFirst().at() >= SPAN) {
        base = before.removeFirst();
      }
      if (base != null && (at <= base.at() || at - base.at() > OLDEST)) {
        base = null;
      }
      Map<QueueName, Counted> counted = new HashMap<>();
      for (Map.Entry<QueueName, QueueStats> each : stats.entrySet()) {
        counted.put(each.getKey(), rated(each.getKey(), each.getValue(), base, at));
      }
      Census census = new Census(at, counted, isWhole);
      if (base != null) {
        before.addFirst(base);
      }
      before.addLast(census);
      return census;
    }
  }

  private static Counted rated(QueueName name, QueueStats now, @Nullable Census base, long at) {
    Counted earlier = base == null ? null : base.queues().get(name);
    if (base == null || earlier == null) {
      return new Counted(name, now, -1, -1);
    }
    double seconds = (at - base.at()) / 1e9;
    QueueStats.Counters then = earlier.stats().counters();
    return new Counted(
        name,
        now,
        Math.max(0, now.counters().sent() - then.sent()) / seconds,
        Math.max(0, now.counters().acknowledged() - then.acknowledged()) / seconds);
  }
}
