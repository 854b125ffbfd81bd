package io.heartwire.client.pool;

/**
 * The life of a pooled session.
 *
 * <pre>
 *            ┌────── lend ──────▶
 *   opened ▶ IDLE               IN_USE
 *            ◀──── give back ────┘
 *              └───── close ────┴───▶ CLOSED
 * </pre>
 */
public enum SessionState {
  /** Open, and ready to be borrowed. */
  IDLE,
  /** Borrowed, or given back while requests of its borrower are still under way. */
  IN_USE,
  /** Gone for ever: ended by the pool, the server or the network. */
  CLOSED;

  /** The table of legal transitions. */
  boolean mayBecome(SessionState next) {
    return switch (this) {
      case IDLE -> next == IN_USE || next == CLOSED;
      case IN_USE -> next == IDLE || next == CLOSED;
      case CLOSED -> false;
    };
  }
}
