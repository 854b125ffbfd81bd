package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import io.heartwire.client.pool.PoolState.Match;
import io.heartwire.client.pool.PoolState.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lends each session to one borrower at a time, in the order in which borrowers asked.
 *
 * <p>Safe for use by any thread; no method blocks.
 *
 * <p>Implementation notes. {@link PoolState} holds the facts; this class acts on them, without a
 * lock. Whoever changes something calls {@link #serveWaiters}, which alone pairs borrowers with
 * sessions and opens missing sessions. So the order of events does not matter.
 */
final class LeaseManager<L extends Poolable> {
  private final PoolSettings settings;
  private final ClientTime time;
  private final PoolReporter reporter;
  private final PoolState<L> state;
  private final SessionOpener<L> opener;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  LeaseManager(
      String name,
      PoolSettings settings,
      ConnectionFactory<L> factory,
      ClientTime time,
      PoolMetrics metrics) {
    this.settings = settings;
    this.time = time;
    this.reporter = new PoolReporter(name, metrics);
    this.state = new PoolState<>(name, settings);
    this.opener = new SessionOpener<>(name, settings, factory, time, reporter, state, this);
  }

  /** Completes with a session, or fails with {@link PoolException}. */
  CompletableFuture<Lease<L>> borrow() {
    Borrower borrower = Borrower.current(settings.leakStackTraces());
    Waiter<L> waiter = state.join(borrower, time.nanos());
    CompletableFuture<Lease<L>> future = waiter.future();
    serveWaiters();
    if (!future.isDone()) {
      ClientTime.Timer timer = time.after(settings.borrowTimeout(), () -> timeOut(waiter));
      CompletionStage<Lease<L>> borrowing = future;
      borrowing.whenComplete(
          (lease, failure) -> {
            timer.cancel();
            if (failure != null) {
              state.withdraw(waiter);
            }
          });
    }
    return future;
  }

  /** Takes back the session of an ended lease. */
  void takeBack(Lease<L> lease) {
    reporter.returned(state.loan(lease, time.nanos()));
    L connection = lease.entry().connection();
    if (!connection.isOpen() || lease.isBroken()) {
      discard(lease.entry(), CloseCause.BROKEN);
    } else if (lease.isQuiet() && connection.isClean()) {
      makeIdle(lease);
    } else {
      StageTimeout.within(
              settings.resetTimeout(),
              time,
              () -> lease.quiet().thenCompose(quiet -> connection.reset()))
          .whenComplete(
              (done, failure) -> {
                if (failure == null && !lease.isBroken()) {
                  makeIdle(lease);
                } else {
                  discard(lease.entry(), CloseCause.LEFT_BUSY);
                }
              });
    }
  }

  PoolStats stats() {
    return state.stats();
  }

  List<Loan> loans() {
    return state.loans(time.nanos());
  }

  /** Does what is due because time has passed; called periodically. */
  void maintain() {
    MaintenancePlan<L> plan = state.plan(time.nanos());
    plan.tooOld().forEach(entry -> discardIfIdle(entry, CloseCause.TOO_OLD));
    plan.idleTooLong().forEach(entry -> discardIfIdle(entry, CloseCause.IDLE_TOO_LONG));
    plan.toPing().forEach(this::keepAlive);
    plan.leaks().forEach(reporter::leaked);
    serveWaiters();
  }

  /** Completes when no connection is left, soon after the close grace at the latest. */
  CompletableFuture<Void> close() {
    if (state.close()) {
      opener.stop();
      state.dismiss().forEach(waiter -> waiter.fail(state.closedException()));
      state.idle().forEach(entry -> discard(entry, CloseCause.POOL_CLOSED));
      ClientTime.Timer grace = time.after(settings.closeGrace(), this::closeBorrowed);
      CompletionStage<Void> end = gone;
      end.whenComplete((nothing, never) -> grace.cancel());
      endIfOver();
    }
    return gone;
  }

  /** Gives idle sessions to those who wait, and opens missing sessions. */
  void serveWaiters() {
    Step<L> step = state.next(this, time.nanos());
    for (Match<L> match = step.match(); match != null; match = step.match()) {
      handOver(match);
      step = state.next(this, time.nanos());
    }
    for (int i = 0; i < step.missing(); i++) {
      opener.begin();
    }
  }

  /**
   * Closes a session. Its place becomes free when its connection has ended, so there are never too
   * many.
   */
  void discard(PoolEntry<L> entry, CloseCause cause) {
    if (state.remove(entry, false)) {
      close(entry, cause);
    }
  }

  void endIfOver() {
    if (state.isOver()) {
      gone.complete(null);
    }
  }

  private void discardIfIdle(PoolEntry<L> entry, CloseCause cause) {
    if (state.remove(entry, true)) {
      close(entry, cause);
    }
  }

  private void close(PoolEntry<L> removed, CloseCause cause) {
    reporter.closed(cause);
    removed
        .connection()
        .close()
        .whenComplete(
            (closed, never) -> {
              state.gone();
              serveWaiters();
              endIfOver();
            });
  }

  private void closeBorrowed() {
    state.inUse().forEach(entry -> discard(entry, CloseCause.POOL_CLOSED));
  }

  private void handOver(Match<L> match) {
    PoolEntry<L> entry = match.lease().entry();
    if (!entry.connection().isOpen()) {
      handOverAnother(match, CloseCause.BROKEN);
    } else if (match.isToBeChecked()) {
      StageTimeout.within(settings.pingTimeout(), time, entry.connection()::ping)
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
    if (!state.confirm(match.lease(), now)) {
      handOverAnother(match, CloseCause.BROKEN);
    } else if (waiter.future().complete(match.lease())) {
      reporter.borrowed(Duration.ofNanos(now - waiter.since()));
    } else {
      makeIdle(match.lease()); // the borrower does not wait any more
    }
  }

  /** The borrower keeps its place in the queue. */
  private void handOverAnother(Match<L> match, CloseCause why) {
    boolean isOpen = state.rejoin(match.waiter());
    discard(match.lease().entry(), why);
    if (isOpen) {
      serveWaiters();
    } else {
      match.waiter().fail(state.closedException());
    }
  }

  private void timeOut(Waiter<L> waiter) {
    PoolStats stats = state.withdraw(waiter);
    if (waiter.fail(
        new BorrowTimeoutException(settings.borrowTimeout(), stats, state.lastFailure()))) {
      reporter.timedOut();
    }
  }

  private void makeIdle(Lease<L> lease) {
    CloseCause cause = state.makeIdle(lease, time.nanos());
    if (cause == null) {
      serveWaiters();
    } else {
      discard(lease.entry(), cause);
    }
  }

  private void keepAlive(PoolEntry<L> entry) {
    StageTimeout.within(settings.pingTimeout(), time, entry.connection()::ping)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                discardIfIdle(entry, CloseCause.NO_ANSWER);
              }
            });
  }
}
