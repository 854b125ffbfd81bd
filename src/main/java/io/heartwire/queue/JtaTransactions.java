package io.heartwire.queue;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The server's transactions. Only loaded where there are any: no other class may name it, but
 * {@link AfterCommit}. Safe for use by any thread.
 */
final class JtaTransactions implements AfterCommit {
  static final int MOST_PER_TRANSACTION = 10_000;

  private final TransactionSynchronizationRegistry registry;

  JtaTransactions(TransactionSynchronizationRegistry registry) {
    this.registry = registry;
  }

  static AfterCommit of(Object registry) {
    return new JtaTransactions((TransactionSynchronizationRegistry) registry);
  }

  @Override
  public <T> CompletionStage<T> run(QueueName queue, Supplier<CompletionStage<T>> step) {
    return switch (registry.getTransactionStatus()) {
      case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> step.get();
      case Status.STATUS_ACTIVE, Status.STATUS_PREPARING -> later(queue, step);
      default -> CompletableFuture.failedStage(rolledBack(queue));
    };
  }

  private <T> CompletionStage<T> later(QueueName queue, Supplier<CompletionStage<T>> step) {
    Waiting waiting = (Waiting) registry.getResource(JtaTransactions.class);
    if (waiting == null) {
      waiting = new Waiting();
      registry.registerInterposedSynchronization(waiting); // which may refuse
      registry.putResource(JtaTransactions.class, waiting);
    }
    if (waiting.steps.size() >= MOST_PER_TRANSACTION) {
      return CompletableFuture.failedStage(
          new QueueException(
              QueueProblem.LIMIT_EXCEEDED,
              "a transaction may send %d messages, and this one to queue %s is one more: use several"
                  .formatted(MOST_PER_TRANSACTION, queue)));
    }
    CompletableFuture<T> done = new CompletableFuture<>();
    waiting.steps.add(
        new Step(
            () ->
                given(step)
                    .whenComplete(
                        (result, failure) -> {
                          if (failure == null) {
                            done.complete(result);
                          } else {
                            done.completeExceptionally(failure);
                          }
                        }),
            () -> done.completeExceptionally(rolledBack(queue))));
    return done;
  }

  /** What one can't send keeps none of the others back. */
  private static <T> CompletionStage<T> given(Supplier<CompletionStage<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private static QueueException rolledBack(QueueName queue) {
    return new QueueException(
        QueueProblem.ROLLED_BACK,
        "nothing was sent to queue %s, since the transaction did not commit".formatted(queue));
  }

  private record Step(Runnable committed, Runnable rolledBack) {}

  /** What one transaction has sent, in order. Used by the transaction's thread. */
  private static final class Waiting implements Synchronization {
    private final List<Step> steps = new ArrayList<>();

    @Override
    public void beforeCompletion() {
      // It may still be rolled back.
    }

    @Override
    public void afterCompletion(int status) {
      boolean isCommitted = status == Status.STATUS_COMMITTED;
      steps.forEach(step -> (isCommitted ? step.committed : step.rolledBack).run());
    }
  }
}
