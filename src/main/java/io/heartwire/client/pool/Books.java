package io.heartwire.client.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has which session, and who waits for one.
 *
 * <p>Safe for use by any thread: every method is one step, under one lock. Nothing of others is
 * called meanwhile.
 */
final class Books<L extends Poolable> {

  /**
   * A session for a borrower.
   *
   * @param lease on the session, which is in use from now on
   * @param isToBeChecked whether it was idle for so long that it has to show first that it works
   */
  record Match<L extends Poolable>(Waiter<L> waiter, Lease<L> lease, boolean isToBeChecked) {}

  /**
   * What comes next.
   *
   * @param match to be handed over, or null if there is none
   * @param missing how many sessions are to be opened, counted as being opened already
   */
  record Step<L extends Poolable>(@Nullable Match<L> match, int missing) {}

  /**
   * What follows from a session that could not be opened.
   *
   * @param delay until the next attempt, or null if that is known already
   * @param dismissed borrowers for whom there is no hope
   */
  record Setback<L extends Poolable>(@Nullable Duration delay, List<Waiter<L>> dismissed) {}

  private final String name;
  private final PoolSettings settings;
  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by lock.
  /** The last one used is the first, so that those not needed grow idle. */
  private final ArrayDeque<Pooled<L>> idle = new ArrayDeque<>();

  private final Set<Pooled<L>> inUse = new HashSet<>();
  private final TreeMap<Long, Waiter<L>> waiting = new TreeMap<>();
  private final Retries retries;
  private int opening;
  private int closing;
  private long tickets;
  private long sessions;
  private boolean isClosed;

  Books(String name, PoolSettings settings) {
    this.name = name;
    this.settings = settings;
    this.retries = new Retries(settings.backoff());
  }

  /** A place behind all others; or one that has failed already, if there is none. */
  Waiter<L> join(Borrower borrower, long now) {
    return locked(
        () -> {
          Waiter<L> waiter = new Waiter<>(++tickets, borrower, now);
          if (isClosed) {
            waiter.fail(closedException());
          } else if (waiting.size() >= settings.maximumWaiting()) {
            waiter.fail(
                new PoolException(
                    "%s: refused, since the maximumWaiting of %d borrowers wait already: %s"
                        .formatted(name, settings.maximumWaiting(), currentFigures()),
                    null));
          } else {
            waiting.put(waiter.ticket(), waiter);
          }
          return waiter;
        });
  }

  /** The same place again, for one whose session turned out not to work; false if all is closed. */
  boolean rejoin(Waiter<L> waiter) {
    return locked(
        () -> {
          if (!waiter.isGone && !isClosed) {
            waiting.put(waiter.ticket(), waiter);
          }
          return !isClosed;
        });
  }

  /** The waiter has gone. The figures count it still. */
  PoolFigures withdraw(Waiter<L> waiter) {
    return locked(
        () -> {
          PoolFigures before = currentFigures();
          remove(waiter);
          return before;
        });
  }

  /** Pairs the first of the queue with the session used last, or says what is missing. */
  Step<L> next(Lender<L> lender, long now) {
    return locked(
        () -> {
          if (isClosed) {
            return new Step<>(null, 0);
          }
          if (!waiting.isEmpty() && !idle.isEmpty()) {
            return new Step<>(match(lender, now), 0);
          }
          int wanted = waiting.size() + settings.minimumIdle() - idle.size() - opening;
          int room = settings.maximumSize() - total();
          int missing = retries.allowed(Math.max(0, Math.min(wanted, room)), opening, now);
          opening += missing;
          return new Step<>(null, missing);
        });
  }

  /** Whether the session of a match still is what it was; the lease counts from now. */
  boolean confirm(Lease<L> lease, long now) {
    return locked(
        () -> {
          lease.since = now;
          return lease.pooled().lease() == lease;
        });
  }

  Pooled<L> opened(L connection, long lifetimeNanos, long now) {
    return locked(
        () -> {
          Pooled<L> pooled = new Pooled<>(++sessions, connection, lifetimeNanos, now);
          opening--;
          idle.addFirst(pooled);
          retries.succeeded();
          return pooled;
        });
  }

  Setback<L> openFailed(Throwable cause, boolean isFinal, @Nullable Duration advice, long now) {
    return locked(
        () -> {
          opening--;
          return new Setback<>(
              retries.failed(cause, advice, now), isFinal ? dismissAll() : List.of());
        });
  }

  /** Why the last session could not be opened, or null if it was. */
  @Nullable Throwable lastFailure() {
    lock.lock();
    try {
      return retries.lastFailure();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a session idle whose lease is over, unless there is a reason to close it instead; nothing
   * happens if it is closed already.
   */
  @Nullable CloseCause shelve(Lease<L> lease, long now) {
    lock.lock();
    try {
      Pooled<L> pooled = lease.pooled();
      if (pooled.lease() != lease) {
        return null;
      }
      if (isClosed) {
        return CloseCause.POOL_CLOSED;
      }
      if (pooled.isTooOld(now)) {
        return CloseCause.TOO_OLD;
      }
      inUse.remove(pooled);
      pooled.shelve(now);
      idle.addFirst(pooled);
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a session out for good; false if it is out already, or in use and must not be. */
  boolean remove(Pooled<L> pooled, boolean onlyIfIdle) {
    return locked(
        () -> {
          switch (pooled.state()) {
            case IDLE -> idle.remove(pooled);
            case IN_USE -> {
              if (onlyIfIdle) {
                return false;
              }
              inUse.remove(pooled);
            }
            case CLOSED -> {
              return false;
            }
          }
          pooled.close();
          closing++;
          return true;
        });
  }

  /** The connection of a session that was taken out is gone. */
  void gone() {
    locked(() -> closing--);
  }

  /** Nobody gets anything any more; false if that is so already. */
  boolean close() {
    return locked(
        () -> {
          boolean isFirst = !isClosed;
          isClosed = true;
          return isFirst;
        });
  }

  boolean isClosed() {
    return locked(() -> isClosed);
  }

  /** Whether all is closed. */
  boolean isOver() {
    return locked(() -> isClosed && total() == 0);
  }

  /** Empties the queue. */
  List<Waiter<L>> dismiss() {
    return locked(this::dismissAll);
  }

  List<Pooled<L>> idle() {
    return locked(() -> List.copyOf(idle));
  }

  List<Pooled<L>> inUse() {
    return locked(() -> List.copyOf(inUse));
  }

  PoolFigures figures() {
    return locked(this::currentFigures);
  }

  /** Every session in use, the one held longest first. */
  List<Loan> loans(long now) {
    return locked(
        () -> {
          List<Loan> loans = new ArrayList<>();
          for (Pooled<L> pooled : inUse) {
            Lease<L> lease = pooled.lease();
            if (lease != null) {
              loans.add(lease.loan(now));
            }
          }
          loans.sort((one, other) -> other.held().compareTo(one.held()));
          return loans;
        });
  }

  Loan loan(Lease<L> lease, long now) {
    return locked(() -> lease.loan(now));
  }

  Chores<L> chores(long now) {
    return locked(() -> Chores.find(idle.descendingIterator(), idle.size(), inUse, settings, now));
  }

  PoolException closedException() {
    return new PoolException(name + " is closed", null);
  }

  private Match<L> match(Lender<L> lender, long now) {
    Waiter<L> waiter = waiting.pollFirstEntry().getValue();
    Pooled<L> pooled = idle.removeFirst();
    boolean isToBeChecked = pooled.idleNanos(now) >= settings.validateAfter().toNanos();
    Lease<L> lease = new Lease<>(lender, pooled, waiter.borrower());
    pooled.lend(lease, now);
    inUse.add(pooled);
    return new Match<>(waiter, lease, isToBeChecked);
  }

  private void remove(Waiter<L> waiter) {
    waiter.isGone = true;
    waiting.remove(waiter.ticket());
  }

  private List<Waiter<L>> dismissAll() {
    List<Waiter<L>> all = List.copyOf(waiting.values());
    all.forEach(this::remove);
    return all;
  }

  private int total() {
    return opening + idle.size() + inUse.size() + closing;
  }

  private PoolFigures currentFigures() {
    int leaked = 0;
    for (Pooled<L> pooled : inUse) {
      Lease<L> lease = pooled.lease();
      if (lease != null && lease.isReported) {
        leaked++;
      }
    }
    return new PoolFigures(opening, idle.size(), inUse.size(), closing, waiting.size(), leaked);
  }

  private <T> T locked(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }
}
