package io.heartwire.client.pool;

import io.heartwire.testkit.ManualClientTime;
import java.util.concurrent.CompletableFuture;

/** A lender of one session that is borrowed, cheap enough to be made millions of times. */
final class StressLender {
  private static final PoolSettings ONE =
      PoolSettings.builder().maximumSize(1).minimumIdle(0).build();

  final FakeOpener opener = new FakeOpener();
  final Lender<FakeConnection> lender =
      new Lender<>("pool", ONE, opener, new ManualClientTime(), PoolMetrics.NONE);
  final Lease<FakeConnection> held = lender.borrow().join();

  static int served(CompletableFuture<?> borrowing) {
    return borrowing.isDone() && !borrowing.isCompletedExceptionally() ? 1 : 0;
  }

  /** 1 if the lease was over already. */
  int giveBack() {
    try {
      held.giveBack();
      return 0;
    } catch (IllegalStateException over) {
      return 1;
    }
  }
}
