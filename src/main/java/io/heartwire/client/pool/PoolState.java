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
 * The state of a pool: its sessions, their borrowers, and who waits for one.
 *
 * <p>Safe for use by any thread: every method is one step under one lock, and calls nothing outside
 * the pool.
 */
final class PoolState<L extends Poolable> {

  /**
   * A session for a borrower.
   *
   * @param lease of the session, which is in use from now on
   * @param isToBeChecked whether it was idle for so long that it has to answer a ping first
   */
  record Match<L extends Poolable>(Waiter<L> waiter, Lease<L> lease, boolean isToBeChecked) {}

  /**
   * What to do next.
   *
   * @param match to hand over, or null if there is none
   * @param missing how many sessions to open; they count as opening already
   */
  record Step<L extends Poolable>(@Nullable Match<L> match, int missing) {}

  /**
   * What follows if a session could not be opened.
   *
   * @param pause until the next attempt, or null if a timer for it is set already
   * @param dismissed borrowers that have to fail, since the next attempt would fail too
   */
  record Setback<L extends Poolable>(
      OpenRetrySchedule.@Nullable Pause pause, List<Waiter<L>> dismissed) {}

  private final String name;
  private final PoolSettings settings;
  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by lock.
  /** The one used last comes first, so that sessions that are not needed stay idle. */
  private final ArrayDeque<PoolEntry<L>> idle = new ArrayDeque<>();

  private final Set<PoolEntry<L>> inUse = new HashSet<>();
  private final TreeMap<Long, Waiter<L>> waiting = new TreeMap<>();
  private final OpenRetrySchedule retries;
  private int opening;
  private int closing;
  private long tickets;
  private long sessions;
  private boolean isClosed;

  PoolState(String name, PoolSettings settings) {
    this.name = name;
    this.settings = settings;
    this.retries = new OpenRetrySchedule(settings.backoff());
  }

  /** Adds a borrower at the end of the queue. If that is not possible, the waiter has failed. */
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
                        .formatted(name, settings.maximumWaiting(), currentStats()),
                    null));
          } else {
            waiting.put(waiter.ticket(), waiter);
          }
          return waiter;
        });
  }

  /** Puts a waiter back in its place, if its session did not work; false if the pool is closed. */
  boolean rejoin(Waiter<L> waiter) {
    return locked(
        () -> {
          if (!waiter.isGone && !isClosed) {
            waiting.put(waiter.ticket(), waiter);
          }
          return !isClosed;
        });
  }

  /** Removes a waiter. The numbers returned still count it. */
  PoolStats withdraw(Waiter<L> waiter) {
    return locked(
        () -> {
          PoolStats before = currentStats();
          remove(waiter);
          return before;
        });
  }

  /** Pairs the first waiter with the session used last, or tells how many sessions are missing. */
  Step<L> next(LeaseManager<L> leases, long now) {
    return locked(
        () -> {
          if (isClosed) {
            return new Step<>(null, 0);
          }
          if (!waiting.isEmpty() && !idle.isEmpty()) {
            return new Step<>(match(leases, now), 0);
          }
          int wanted = waiting.size() + settings.minimumIdle() - idle.size() - opening;
          int room = settings.maximumSize() - total();
          int missing =
              retries.allowed(
                  Math.max(0, Math.min(wanted, room)), opening, !waiting.isEmpty(), now);
          opening += missing;
          return new Step<>(null, missing);
        });
  }

  /** Whether the lease still has its session; its time counts from now. */
  boolean confirm(Lease<L> lease, long now) {
    return locked(
        () -> {
          lease.since = now;
          return lease.entry().lease() == lease;
        });
  }

  PoolEntry<L> opened(L connection, long lifetimeNanos, long now) {
    return locked(
        () -> {
          PoolEntry<L> entry = new PoolEntry<>(++sessions, connection, lifetimeNanos, now);
          opening--;
          idle.addFirst(entry);
          retries.succeeded();
          return entry;
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

  /** Why the last attempt to open a session failed, or null if it succeeded. */
  @Nullable Throwable lastFailure() {
    lock.lock();
    try {
      return retries.lastFailure();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes the session of an ended lease idle. If there is a reason to close it instead, returns
   * that. Does nothing if the session is closed already.
   */
  @Nullable CloseCause makeIdle(Lease<L> lease, long now) {
    lock.lock();
    try {
      PoolEntry<L> entry = lease.entry();
      if (entry.lease() != lease) {
        return null;
      }
      if (isClosed) {
        return CloseCause.POOL_CLOSED;
      }
      if (entry.isTooOld(now)) {
        return CloseCause.TOO_OLD;
      }
      inUse.remove(entry);
      entry.makeIdle(now);
      idle.addFirst(entry);
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a session for good; false if it is removed already, or in use but has to be idle. */
  boolean remove(PoolEntry<L> entry, boolean onlyIfIdle) {
    return locked(
        () -> {
          switch (entry.state()) {
            case IDLE -> idle.remove(entry);
            case IN_USE -> {
              if (onlyIfIdle) {
                return false;
              }
              inUse.remove(entry);
            }
            case CLOSED -> {
              return false;
            }
          }
          entry.close();
          closing++;
          return true;
        });
  }

  /** The connection of a removed session has ended. */
  void gone() {
    locked(() -> closing--);
  }

  /** Marks the pool as closed; false if it is closed already. */
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

  /** Whether the pool and all its sessions are closed. */
  boolean isOver() {
    return locked(() -> isClosed && total() == 0);
  }

  /** Removes and returns all waiters. */
  List<Waiter<L>> dismiss() {
    return locked(this::dismissAll);
  }

  List<PoolEntry<L>> idle() {
    return locked(() -> List.copyOf(idle));
  }

  List<PoolEntry<L>> inUse() {
    return locked(() -> List.copyOf(inUse));
  }

  PoolStats stats() {
    return locked(this::currentStats);
  }

  /** Every session in use, the one held longest first. */
  List<Loan> loans(long now) {
    return locked(
        () -> {
          List<Loan> loans = new ArrayList<>();
          for (PoolEntry<L> entry : inUse) {
            Lease<L> lease = entry.lease();
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

  MaintenancePlan<L> plan(long now) {
    return locked(
        () -> MaintenancePlan.make(idle.descendingIterator(), idle.size(), inUse, settings, now));
  }

  PoolException closedException() {
    return new PoolException(name + " is closed", null);
  }

  private Match<L> match(LeaseManager<L> leases, long now) {
    Waiter<L> waiter = waiting.pollFirstEntry().getValue();
    PoolEntry<L> entry = idle.removeFirst();
    boolean isToBeChecked = entry.idleNanos(now) >= settings.validateAfter().toNanos();
    Lease<L> lease = new Lease<>(leases, entry, waiter.borrower());
    entry.lend(lease, now);
    inUse.add(entry);
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

  private PoolStats currentStats() {
    int leaked = 0;
    for (PoolEntry<L> entry : inUse) {
      Lease<L> lease = entry.lease();
      if (lease != null && lease.isReported) {
        leaked++;
      }
    }
    return new PoolStats(opening, idle.size(), inUse.size(), closing, waiting.size(), leaked);
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
