package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import io.heartwire.client.pool.Books.Match;
import io.heartwire.client.pool.Books.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lends connections to one borrower at a time, in the order in which they came.
 *
 * <p>Safe for use by any thread; nothing waits.
 *
 * <p>Implementation notes. What is so stands in {@link Books}; what follows from it is done here,
 * without a lock. Whoever has changed something calls {@link #settle}, which alone pairs borrowers
 * with sessions and opens what is missing: so it does not matter in which order things happen.
 */
final class Lender<L extends Poolable> {
  private final PoolSettings settings;
  private final ClientTime time;
  private final Reports reports;
  private final Books<L> books;
  private final Openings<L> openings;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  Lender(
      String name, PoolSettings settings, Opener<L> opener, ClientTime time, PoolMetrics metrics) {
    this.settings = settings;
    this.time = time;
    this.reports = new Reports(name, metrics);
    this.books = new Books<>(name, settings);
    this.openings = new Openings<>(name, settings, opener, time, reports, books, this);
  }

  /** Completes with a session, or fails with {@link PoolException}. */
  CompletableFuture<Lease<L>> borrow() {
    Borrower borrower = Borrower.current(settings.leakStackTraces());
    Waiter<L> waiter = books.join(borrower, time.nanos());
    CompletableFuture<Lease<L>> future = waiter.future();
    settle();
    if (!future.isDone()) {
      ClientTime.Timer timer = time.after(settings.borrowTimeout(), () -> timeOut(waiter));
      CompletionStage<Lease<L>> borrowing = future;
      borrowing.whenComplete(
          (lease, failure) -> {
            timer.cancel();
            if (failure != null) {
              books.withdraw(waiter);
            }
          });
    }
    return future;
  }

  /** The lease is over. */
  void takeBack(Lease<L> lease) {
    reports.returned(books.loan(lease, time.nanos()));
    L connection = lease.pooled().connection();
    if (!connection.isOpen() || lease.isBroken()) {
      discard(lease.pooled(), CloseCause.BROKEN);
    } else if (lease.isQuiet() && connection.isClean()) {
      shelve(lease);
    } else {
      Limit.within(
              settings.resetTimeout(),
              time,
              () -> lease.quiet().thenCompose(quiet -> connection.reset()))
          .whenComplete(
              (done, failure) -> {
                if (failure == null && !lease.isBroken()) {
                  shelve(lease);
                } else {
                  discard(lease.pooled(), CloseCause.LEFT_BUSY);
                }
              });
    }
  }

  PoolFigures figures() {
    return books.figures();
  }

  List<Loan> loans() {
    return books.loans(time.nanos());
  }

  /** What time asks for; to be called now and then. */
  void upkeep() {
    Chores<L> chores = books.chores(time.nanos());
    chores.tooOld().forEach(pooled -> discardIfIdle(pooled, CloseCause.TOO_OLD));
    chores.idleTooLong().forEach(pooled -> discardIfIdle(pooled, CloseCause.IDLE_TOO_LONG));
    chores.toPing().forEach(this::keepAlive);
    chores.leaks().forEach(reports::leaked);
    settle();
  }

  /** Completes when no connection is left: soon after the grace for borrowed ones at the latest. */
  CompletionStage<Void> close() {
    if (books.close()) {
      openings.stop();
      books.dismiss().forEach(waiter -> waiter.fail(books.closedException()));
      books.idle().forEach(pooled -> discard(pooled, CloseCause.POOL_CLOSED));
      ClientTime.Timer grace = time.after(settings.closeGrace(), this::closeBorrowed);
      CompletionStage<Void> end = gone;
      end.whenComplete((nothing, never) -> grace.cancel());
      endIfOver();
    }
    return gone;
  }

  /** Gives what is idle to who waits, and opens what is missing. */
  void settle() {
    Step<L> step = books.next(this, time.nanos());
    for (Match<L> match = step.match(); match != null; match = step.match()) {
      handOver(match);
      step = books.next(this, time.nanos());
    }
    for (int i = 0; i < step.missing(); i++) {
      openings.begin();
    }
  }

  /** Closes a session. Its place is free once its connection is gone: there are never too many. */
  void discard(Pooled<L> pooled, CloseCause cause) {
    if (books.remove(pooled, false)) {
      close(pooled, cause);
    }
  }

  void endIfOver() {
    if (books.isOver()) {
      gone.complete(null);
    }
  }

  private void discardIfIdle(Pooled<L> pooled, CloseCause cause) {
    if (books.remove(pooled, true)) {
      close(pooled, cause);
    }
  }

  private void close(Pooled<L> removed, CloseCause cause) {
    reports.closed(cause);
    removed
        .connection()
        .close()
        .whenComplete(
            (closed, never) -> {
              books.gone();
              settle();
              endIfOver();
            });
  }

  private void closeBorrowed() {
    books.inUse().forEach(pooled -> discard(pooled, CloseCause.POOL_CLOSED));
  }

  private void handOver(Match<L> match) {
    Pooled<L> pooled = match.lease().pooled();
    if (!pooled.connection().isOpen()) {
      handOverAnother(match, CloseCause.BROKEN);
    } else if (match.isToBeChecked()) {
      Limit.within(settings.pingTimeout(), time, pooled.connection()::ping)
          .whenComplete(
              (answer, failure) -> {
                if (failure == null) {
                  deliver(match);
                } else {
                  handOverAnother(match, CloseCause.NO_ANSWER);
                }
              });
    } else {
      deliver(match);
    }
  }

  private void deliver(Match<L> match) {
    Waiter<L> waiter = match.waiter();
    long now = time.nanos();
    if (!books.confirm(match.lease(), now)) {
      handOverAnother(match, CloseCause.BROKEN);
    } else if (waiter.future().complete(match.lease())) {
      reports.borrowed(Duration.ofNanos(now - waiter.since()));
    } else {
      shelve(match.lease()); // the borrower has gone meanwhile
    }
  }

  /** The borrower keeps its place in the queue. */
  private void handOverAnother(Match<L> match, CloseCause why) {
    boolean isOpen = books.rejoin(match.waiter());
    discard(match.lease().pooled(), why);
    if (isOpen) {
      settle();
    } else {
      match.waiter().fail(books.closedException());
    }
  }

  private void timeOut(Waiter<L> waiter) {
    PoolFigures figures = books.withdraw(waiter);
    if (waiter.fail(
        new BorrowTimeoutException(settings.borrowTimeout(), figures, books.lastFailure()))) {
      reports.timedOut();
    }
  }

  private void shelve(Lease<L> lease) {
    CloseCause cause = books.shelve(lease, time.nanos());
    if (cause == null) {
      settle();
    } else {
      discard(lease.pooled(), cause);
    }
  }

  private void keepAlive(Pooled<L> pooled) {
    Limit.within(settings.pingTimeout(), time, pooled.connection()::ping)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                discardIfIdle(pooled, CloseCause.NO_ANSWER);
              }
            });
  }
}
