package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** Opens missing sessions, and tries again later if that fails. Safe for use by any thread. */
final class SessionOpener<L extends Poolable> {
  /** By which part of the maximum lifetime the lifetimes of sessions differ. */
  private static final double LIFETIME_JITTER = 0.1;

  private final String name;
  private final PoolSettings settings;
  private final ConnectionFactory<L> factory;
  private final ClientTime time;
  private final PoolReporter reporter;
  private final PoolState<L> state;
  private final LeaseManager<L> leases;
  private volatile ClientTime.Timer retryForWaiting = () -> {};
  private volatile ClientTime.Timer retry = () -> {};

  SessionOpener(
      String name,
      PoolSettings settings,
      ConnectionFactory<L> factory,
      ClientTime time,
      PoolReporter reporter,
      PoolState<L> state,
      LeaseManager<L> leases) {
    this.name = name;
    this.settings = settings;
    this.factory = factory;
    this.time = time;
    this.reporter = reporter;
    this.state = state;
    this.leases = leases;
  }

  /** Opens a session that {@link PoolState} counts as opening already. */
  void begin() {
    long began = time.nanos();
    CompletionStage<L> opening;
    try {
      opening = factory.open();
    } catch (RuntimeException | Error failed) { // otherwise its place would be lost for good
      opening = CompletableFuture.failedFuture(failed);
    }
    opening.whenComplete(
        (connection, failure) -> {
          if (failure == null) {
            opened(connection, began);
          } else {
            Throwable cause = failure.getCause();
            failed(failure instanceof CompletionException && cause != null ? cause : failure);
          }
        });
  }

  /** Ends all attempts, and makes no others. */
  void stop() {
    factory.stop();
    retryForWaiting.cancel();
    retry.cancel();
  }

  private void opened(L connection, long began) {
    long now = time.nanos();
    PoolEntry<L> entry = state.opened(connection, lifetimeNanos(), now);
    reporter.opened(Duration.ofNanos(now - began));
    connection.onClosed(() -> leases.discard(entry, CloseCause.BROKEN));
    if (state.isClosed()) {
      leases.discard(entry, CloseCause.POOL_CLOSED);
    } else {
      leases.serveWaiters();
    }
  }

  private void failed(Throwable cause) {
    PoolState.Setback<L> setback =
        state.openFailed(cause, factory.isFinal(cause), factory.advice(cause), time.nanos());
    if (!state.isClosed()) {
      reporter.openFailed(cause);
    }
    setback
        .dismissed()
        .forEach(
            waiter ->
                waiter.fail(
                    new PoolException(name + ": no session can be opened: " + cause, cause)));
    OpenRetrySchedule.Pause pause = setback.pause();
    if (pause != null && !state.isClosed()) {
      retry.cancel();
      retryForWaiting = time.after(pause.forWaiting(), leases::serveWaiters);
      retry = time.after(pause.otherwise(), leases::serveWaiters);
    }
    leases.endIfOver();
  }

  private long lifetimeNanos() {
    if (settings.maximumLifetime().isZero()) {
      return Long.MAX_VALUE;
    }
    double part = 1 - LIFETIME_JITTER * ThreadLocalRandom.current().nextDouble();
    return (long) (settings.maximumLifetime().toNanos() * part);
  }
}
