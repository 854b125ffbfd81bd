package io.heartwire.queue;

import io.heartwire.broker.QueueLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What consumers of a queue no longer hold, until the store knows what became of it. As many as
 * they have credit, since until then they have none for it. Those that come while others are under
 * way leave afterwards, together with those of their kind: one frame may settle a thousand.
 *
 * <p>Safe for use by any thread. Its lock may be taken within that of the queue, not the other way.
 */
final class Settlements {
  private static final int MOST_TOGETHER = 256;

  private final LocalQueue queue;
  private final QueueLimits limits;
  private final QueueNode node;
  private final NamespaceCounters counters;

  // Guarded by this.
  private final Set<Settlement> open = new LinkedHashSet<>();
  private final Set<Settlement> failed = new LinkedHashSet<>(); // to be given again

  /** By those that are under way: what waits for them. */
  private final Map<Settlement.Kind, Queue<Settlement>> next = new HashMap<>();

  Settlements(LocalQueue queue, QueueLimits limits, QueueNode node, NamespaceCounters counters) {
    this.queue = queue;
    this.limits = limits;
    this.node = node;
    this.counters = counters;
  }

  void add(Settlement settlement) {
    synchronized (this) {
      open.add(settlement);
    }
    give(settlement);
  }

  synchronized boolean isEmpty() {
    return open.isEmpty();
  }

  /** Gives those again that the store did not answer. */
  void repeat() {
    List<Settlement> again;
    synchronized (this) {
      again = new ArrayList<>(failed);
      failed.clear();
    }
    again.forEach(
        settlement -> {
          settlement.repeat();
          give(settlement);
        });
  }

  private void give(Settlement settlement) {
    Settlement.Kind kind = settlement.kind();
    synchronized (this) {
      Queue<Settlement> waiting = next.get(kind);
      if (waiting != null) {
        waiting.add(settlement);
        return;
      }
      next.put(kind, new ArrayDeque<>(List.of(settlement)));
    }
    giveNext(kind);
  }

  private void giveNext(Settlement.Kind kind) {
    while (true) {
      List<Settlement> together = new ArrayList<>();
      synchronized (this) {
        Queue<Settlement> waiting = next.getOrDefault(kind, new ArrayDeque<>());
        for (int messages = 0; !waiting.isEmpty() && messages < MOST_TOGETHER; ) {
          Settlement one = waiting.remove();
          together.add(one);
          messages += one.deliveries().size();
        }
        if (together.isEmpty()) {
          next.remove(kind);
        }
      }
      if (together.isEmpty()) {
        return;
      }
      CompletableFuture<?> given = give(together);
      if (!given.isDone()) {
        var unused = given.whenComplete((done, failure) -> giveNext(kind));
        return;
      }
    }
  }

  /** Gives one, or several of a kind; what is returned never fails. */
  private CompletableFuture<Boolean> give(List<Settlement> settlements) {
    CompletionStage<List<Boolean>> given;
    try {
      given =
          Settlement.give(settlements, node.store(), queue.name().value(), node.owner(), limits);
    } catch (RuntimeException failure) {
      given = CompletableFuture.failedStage(failure);
    }
    return given
        .handle(
            (results, failure) -> {
              if (failure == null) {
                end(settlements, results);
              } else {
                node.failed("settling messages of queue " + queue.name(), failure);
                synchronized (this) {
                  failed.addAll(settlements);
                }
              }
              return failure == null;
            })
        .toCompletableFuture();
  }

  private void end(List<Settlement> settlements, List<Boolean> results) {
    int from = 0;
    for (Settlement settlement : settlements) {
      int to = from + settlement.deliveries().size();
      end(settlement, results.subList(from, to));
      from = to;
    }
    queue.look();
  }

  private void end(Settlement settlement, List<Boolean> results) {
    long count = results.stream().filter(result -> result).count();
    (settlement.isAcknowledgement() ? counters.acknowledged : counters.returned).add(count);
    queue.free(settlement.deliveries());
    synchronized (this) {
      open.remove(settlement);
    }
    settlement.end(results);
  }
}
