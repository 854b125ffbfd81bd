package io.heartwire.client.pool;

import org.jspecify.annotations.Nullable;

/**
 * A session of the pool: a connection, and what the pool knows about it.
 *
 * <p>All that changes is guarded by the lock of {@link PoolState}.
 */
final class PoolEntry<L extends Poolable> {
  private final long number;
  private final L connection;
  private final long openedAt;
  private final long lifetimeNanos;

  private SessionState state = SessionState.IDLE;
  private @Nullable Lease<L> lease;
  private long idleSince;
  private long checkedAt;

  PoolEntry(long number, L connection, long lifetimeNanos, long now) {
    this.number = number;
    this.connection = connection;
    this.openedAt = now;
    this.lifetimeNanos = lifetimeNanos;
    this.idleSince = now;
    this.checkedAt = now;
  }

  L connection() {
    return connection;
  }

  long number() {
    return number;
  }

  SessionState state() {
    return state;
  }

  /** The lease of its borrower, or null if it is not in use. */
  @Nullable Lease<L> lease() {
    return lease;
  }

  void lend(Lease<L> to, long now) {
    become(SessionState.IN_USE);
    lease = to;
    to.since = now;
  }

  void makeIdle(long now) {
    become(SessionState.IDLE);
    lease = null;
    idleSince = now;
    checkedAt = now;
  }

  void close() {
    become(SessionState.CLOSED);
    lease = null;
  }

  /** A ping is sent. */
  void check(long now) {
    checkedAt = now;
  }

  boolean isTooOld(long now) {
    return now - openedAt >= lifetimeNanos;
  }

  /** For how long it has not been used. */
  long idleNanos(long now) {
    return now - idleSince;
  }

  /** For how long it has been neither used nor pinged. */
  long uncheckedNanos(long now) {
    return now - checkedAt;
  }

  private void become(SessionState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(this + " is " + state + " and cannot become " + next);
    }
    state = next;
  }

  @Override
  public String toString() {
    return "session " + number;
  }
}
