package io.heartwire.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.client.Backoff;
import io.heartwire.testkit.ManualClientTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A lease manager with fake connections and a manual clock. */
final class LeaseManagerFixture {
  final ManualClientTime time = new ManualClientTime();
  final FakeConnectionFactory factory = new FakeConnectionFactory();
  final RecordedMetrics metrics = new RecordedMetrics();
  final LeaseManager<FakeConnection> leases;

  /** By default no session is open until somebody borrows. */
  LeaseManagerFixture(Consumer<PoolSettingsBuilder> change) {
    PoolSettingsBuilder settings =
        PoolSettings.builder().minimumIdle(0).backoff(Backoff.DEFAULT.withJitter(false));
    change.accept(settings);
    leases = new LeaseManager<>("pool", settings.build(), factory, time, metrics);
    leases.serveWaiters();
  }

  LeaseManagerFixture() {
    this(settings -> {});
  }

  /** A lease that must be there at once. */
  Lease<FakeConnection> borrow() {
    return lease(leases.borrow());
  }

  static Lease<FakeConnection> lease(CompletableFuture<Lease<FakeConnection>> borrowing) {
    assertThat(borrowing).as("a borrower has its session").isCompleted();
    return borrowing.join();
  }

  static FakeConnection connectionOf(Lease<FakeConnection> lease) {
    return lease.entry().connection();
  }

  static Throwable failureOf(CompletableFuture<?> borrowing) {
    assertThat(borrowing).as("a borrower has failed").isCompletedExceptionally();
    try {
      return new AssertionError("did not fail: " + borrowing.join());
    } catch (CompletionException failed) {
      return failed.getCause();
    }
  }

  void afterMillis(long millis) {
    time.advance(Duration.ofMillis(millis));
  }
}
