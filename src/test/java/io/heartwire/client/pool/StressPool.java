package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A lease manager with one session, which is borrowed; cheap enough to be made again and again. */
final class StressPool {
  private static final PoolSettings ONE =
      PoolSettings.builder().maximumSize(1).minimumIdle(0).build();

  /** It never passes. */
  private static final ClientTime TIME =
      new ClientTime() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant wallClock() {
          return Instant.EPOCH;
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
          return () -> {};
        }
      };

  final FakeConnectionFactory factory = new FakeConnectionFactory();
  final LeaseManager<FakeConnection> leases =
      new LeaseManager<>("pool", ONE, factory, TIME, PoolMetrics.NONE);
  final Lease<FakeConnection> held = leases.borrow().join();

  /** 1 if a borrower has a session. */
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
