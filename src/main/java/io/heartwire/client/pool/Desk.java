package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Where leases are handed out in the shape that applications see. */
record Desk<L extends Poolable, S extends Borrowed>(
    Lender<L> lender, Function<Lease<L>, S> session) {

  /**
   * @return completed on the executor; who cancels it leaves the queue
   */
  CompletableFuture<S> borrow(Executor executor) {
    CompletableFuture<Lease<L>> borrowing = lender.borrow();
    CompletableFuture<S> result = new CompletableFuture<>();
    CompletionStage<Lease<L>> lent = borrowing;
    lent.whenComplete(
        (lease, failure) -> {
          if (failure != null) {
            execute(executor, result, () -> result.completeExceptionally(failure));
          } else if (!execute(executor, result, () -> handOver(lease, result))) {
            lease.giveBack();
          }
        });
    CompletionStage<S> handed = result;
    handed.whenComplete(
        (got, failure) -> {
          if (result.isCancelled()) {
            borrowing.cancel(false);
          }
        });
    return result;
  }

  private void handOver(Lease<L> lease, CompletableFuture<S> result) {
    if (!result.complete(session.apply(lease))) {
      lease.giveBack();
    }
  }

  private static boolean execute(Executor executor, CompletableFuture<?> result, Runnable step) {
    try {
      executor.execute(step);
      return true;
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(
          new PoolException("the executor takes no more of what borrowAsync completes", full));
      return false;
    }
  }
}
