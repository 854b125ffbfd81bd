package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** Opens the sessions that the books miss, and comes back later if that fails. */
final class Openings<L extends Poolable> {
  /** The part of the maximum lifetime by which one session may live shorter than another. */
  private static final double LIFETIME_JITTER = 0.1;

  private final String name;
  private final PoolSettings settings;
  private final Opener<L> opener;
  private final ClientTime time;
  private final Reports reports;
  private final Books<L> books;
  private final Lender<L> lender;
  private volatile ClientTime.Timer retry = () -> {};

  Openings(
      String name,
      PoolSettings settings,
      Opener<L> opener,
      ClientTime time,
      Reports reports,
      Books<L> books,
      Lender<L> lender) {
    this.name = name;
    this.settings = settings;
    this.opener = opener;
    this.time = time;
    this.reports = reports;
    this.books = books;
    this.lender = lender;
  }

  /** Opens a session that the books count as being opened. */
  void begin() {
    long began = time.nanos();
    CompletionStage<L> opening;
    try {
      opening = opener.open();
    } catch (RuntimeException failed) {
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

  /** There is no later. */
  void stop() {
    opener.stop();
    retry.cancel();
  }

  private void opened(L connection, long began) {
    long now = time.nanos();
    Pooled<L> pooled = books.opened(connection, lifetimeNanos(), now);
    reports.opened(Duration.ofNanos(now - began));
    connection.onClosed(() -> lender.discard(pooled, CloseCause.BROKEN));
    if (books.isClosed()) {
      lender.discard(pooled, CloseCause.POOL_CLOSED);
    } else {
      lender.settle();
    }
  }

  private void failed(Throwable cause) {
    Books.Setback<L> setback =
        books.openFailed(cause, opener.isFinal(cause), opener.advice(cause), time.nanos());
    if (!books.isClosed()) {
      reports.openFailed(cause);
    }
    setback
        .dismissed()
        .forEach(
            waiter ->
                waiter.fail(
                    new PoolException(name + ": no session can be opened: " + cause, cause)));
    Duration delay = setback.delay();
    if (delay != null && !books.isClosed()) {
      retry = time.after(delay, lender::settle);
    }
    lender.endIfOver();
  }

  private long lifetimeNanos() {
    if (settings.maximumLifetime().isZero()) {
      return Long.MAX_VALUE;
    }
    double part = 1 - LIFETIME_JITTER * ThreadLocalRandom.current().nextDouble();
    return (long) (settings.maximumLifetime().toNanos() * part);
  }
}
