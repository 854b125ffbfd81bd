package io.heartwire.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.client.Backoff;
import io.heartwire.testkit.ManualClientTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A lender of fake connections whose time stands still. */
final class LenderFixture {
  final ManualClientTime time = new ManualClientTime();
  final FakeOpener opener = new FakeOpener();
  final RecordedMetrics metrics = new RecordedMetrics();
  final Lender<FakeConnection> lender;

  /** Nothing is open until somebody asks, if the test does not say otherwise. */
  LenderFixture(Consumer<PoolSettingsBuilder> change) {
    PoolSettingsBuilder settings =
        PoolSettings.builder().minimumIdle(0).backoff(Backoff.DEFAULT.withJitter(false));
    change.accept(settings);
    lender = new Lender<>("pool", settings.build(), opener, time, metrics);
    lender.settle();
  }

  LenderFixture() {
    this(settings -> {});
  }

  /** A lease that must be there at once. */
  Lease<FakeConnection> borrow() {
    return lease(lender.borrow());
  }

  static Lease<FakeConnection> lease(CompletableFuture<Lease<FakeConnection>> borrowing) {
    assertThat(borrowing).as("a borrower has its session").isCompleted();
    return borrowing.join();
  }

  static FakeConnection connectionOf(Lease<FakeConnection> lease) {
    return lease.pooled().connection();
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
