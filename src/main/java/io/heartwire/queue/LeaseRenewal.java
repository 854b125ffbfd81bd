package io.heartwire.queue;

import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStore.Renewal;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Renews the lease of a queue, and gives back what the store says that this node has, though the
 * node does not know of it: a store that was set back has forgotten that it was acknowledged or
 * given back, and nobody would ever get it while the node lives.
 */
final class LeaseRenewal {

  private LeaseRenewal() {}

  /** Nothing may be taken from the queue meanwhile. */
  static CompletionStage<Renewal> give(LocalQueue queue, QueueLimits limits, QueueNode node) {
    @Nullable Set<Long> known = queue.unsettled();
    return node.store()
        .renew(queue.name().value(), node.owner(), queue.consumers(), limits)
        .thenCompose(
            renewal ->
                known == null || renewal.has() <= known.size()
                    ? CompletableFuture.completedStage(renewal)
                    : reconcile(queue, known, limits, node).thenApply(done -> renewal));
  }

  private static CompletionStage<Integer> reconcile(
      LocalQueue queue, Set<Long> known, QueueLimits limits, QueueNode node) {
    return node.store()
        .reconcile(queue.name().value(), node.owner(), known, limits)
        .whenComplete(
            (count, failure) -> {
              if (failure == null) {
                node.reconciled(queue, count);
              }
            });
  }
}
