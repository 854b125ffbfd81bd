package io.heartwire.console;

import io.heartwire.broker.QueueStats;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.Queues;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What should be zero of the queues that this node knows and is not. The nodes that know a queue
 * all say the same of it. Safe for use by any thread.
 */
@Singleton
class QueueProblems {
  /** Named; the others of the kind are counted. */
  static final int MOST_NAMED = 5;

  /** Beyond it, queues are forgotten of which nothing is known now, as while the engine is away. */
  private static final int MOST_SEEN = 10_000;

  private static final int LONGEST_NAME = 60;

  /** What must not grow. */
  private enum Kind {
    DEAD(
        "messages of queue %s became dead letters",
        "other queues have new dead letters", QueueStats.Counters::deadLettered),
    DROPPED(
        "dead letters of queue %s were dropped (max-dead-letters)",
        "other queues dropped dead letters", QueueStats.Counters::dropped),
    REFUSED(
        "messages were refused, since queue %s was full",
        "other queues refused messages", QueueStats.Counters::refused);

    private final String text;
    private final String others;
    private final ToLongFunction<QueueStats.Counters> count;

    Kind(String text, String others, ToLongFunction<QueueStats.Counters> count) {
      this.text = text;
      this.others = others;
      this.count = count;
    }
  }

  /** How much a count has grown since it was seen first: it is older than this node. */
  private record Seen(long last, long grown) {
    Seen next(long now) {
      return new Seen(now, grown + Math.max(0, now - last));
    }
  }

  private final Queues queues;
  private final QueueRules rules;
  private final Map<QueueName, Map<Kind, Seen>> seen = new HashMap<>(); // guarded by this
  private final Map<Kind, RecentCounts> recent = new LinkedHashMap<>();

  @Inject
  QueueProblems(Queues queues, QueueRules rules) {
    this.queues = queues;
    this.rules = rules;
    for (Kind kind : Kind.values()) {
      recent.put(kind, new RecentCounts());
    }
  }

  /** Those by which clients suffer now. */
  List<Problem> bad() {
    List<Problem> full = new ArrayList<>();
    queues
        .sampled()
        .forEach(
            (name, stats) ->
                QueueLevel.options(rules, name)
                    .filter(options -> QueueLevel.of(stats, options.limits()) >= 1)
                    .ifPresent(
                        options ->
                            full.add(
                                new Problem(
                                    true,
                                    "queue %s is full: it lacks consumers (max-messages, max-bytes)"
                                        .formatted(clip(name)),
                                    stats.depth(),
                                    name.value()))));
    return named(full, "other queues are full");
  }

  /** What came of late. */
  List<Problem> grown(long at) {
    List<Problem> all = new ArrayList<>();
    growth(at)
        .forEach(
            (kind, counts) -> {
              List<Problem> found = new ArrayList<>();
              counts.forEach(
                  (queue, count) -> {
                    if (count > 0) {
                      String text = kind.text.formatted(clip(new QueueName(queue)));
                      found.add(new Problem(false, text, count, queue));
                    }
                  });
              all.addAll(named(found, kind.others));
            });
    return all;
  }

  /** Counts even while nobody looks. */
  void tick(long at) {
    growth(at);
  }

  private synchronized Map<Kind, Map<String, Long>> growth(long at) {
    Map<QueueName, QueueStats> now = queues.sampled();
    if (seen.size() > MOST_SEEN) {
      seen.keySet().retainAll(now.keySet());
    }
    Map<Kind, Map<String, Long>> growth = new LinkedHashMap<>();
    recent.forEach(
        (kind, counted) -> {
          Map<String, Long> counts = new LinkedHashMap<>();
          now.forEach(
              (name, stats) -> {
                long grown = grown(name, stats, kind);
                if (grown > 0) {
                  counts.put(name.value(), grown);
                }
              });
          growth.put(kind, counted.growth(counts, at));
        });
    return growth;
  }

  private long grown(QueueName name, QueueStats stats, Kind kind) {
    long count = kind.count.applyAsLong(stats.counters());
    return seen.computeIfAbsent(name, added -> new HashMap<>())
        .compute(kind, (same, known) -> known == null ? new Seen(count, 0) : known.next(count))
        .grown();
  }

  /** The worst by name. */
  private static List<Problem> named(List<Problem> all, String others) {
    all.sort(Comparator.comparingLong(Problem::count).reversed().thenComparing(Problem::queue));
    if (all.size() <= MOST_NAMED) {
      return all;
    }
    List<Problem> some = new ArrayList<>(all.subList(0, MOST_NAMED));
    int left = all.size() - MOST_NAMED;
    some.add(new Problem(all.get(0).bad(), others, left));
    return some;
  }

  private static String clip(QueueName name) {
    String text = name.value();
    return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "…" : text;
  }
}
