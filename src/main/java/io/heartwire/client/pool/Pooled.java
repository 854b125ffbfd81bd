package io.heartwire.client.pool;

import org.jspecify.annotations.Nullable;

/**
 * A session in the pool: a connection, and what the pool knows about it.
 *
 * <p>All that changes is guarded by the lock of the books.
 */
final class Pooled<L extends Poolable> {
  private final long number;
  private final L connection;
  private final long openedAt;
  private final long lifetimeNanos;

  private SessionState state = SessionState.IDLE;
  private @Nullable Lease<L> lease;
  private long idleSince;
  private long checkedAt;

  Pooled(long number, L connection, long lifetimeNanos, long now) {
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

  /** Whose it is, or null if nobody's. */
  @Nullable Lease<L> lease() {
    return lease;
  }

  void lend(Lease<L> to, long now) {
    become(SessionState.IN_USE);
    lease = to;
    to.since = now;
  }

  void shelve(long now) {
    become(SessionState.IDLE);
    lease = null;
    idleSince = now;
    checkedAt = now;
  }

  void close() {
    become(SessionState.CLOSED);
    lease = null;
  }

  /** It is asked for an answer. */
  void check(long now) {
    checkedAt = now;
  }

  boolean isTooOld(long now) {
    return now - openedAt >= lifetimeNanos;
  }

  /** How long nobody has used it. */
  long idleNanos(long now) {
    return now - idleSince;
  }

  /** How long it has neither been used nor asked for an answer. */
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
