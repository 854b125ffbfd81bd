package io.heartwire.connection;

/**
 * The life of a connection.
 *
 * <pre>
 *   PENDING ──ready──▶ LIVE ◀──recovered / missed──▶ STALE
 *      │                 │                             │
 *      └─────────────────┴───────── close ─────────────┴──▶ CLOSING ──released──▶ CLOSED
 * </pre>
 *
 * A connection that the peer or the network ends goes to {@code CLOSED} from wherever it is.
 */
public enum ConnectionState {
  /**
   * Admitted, but not yet able to take part: the upgrade or the protocol's greeting is under way.
   */
  PENDING,
  /** Heard from within its heartbeat. */
  LIVE,
  /** Missed a heartbeat; asked again, and kept until it has missed too many. */
  STALE,
  /** Closed by us; the closing handshake is under way. */
  CLOSING,
  /** Gone, and everything it held given back. */
  CLOSED;

  /** The table of legal transitions. */
  boolean mayBecome(ConnectionState next) {
    return switch (this) {
      case PENDING, STALE -> next == LIVE || next == CLOSING || next == CLOSED;
      case LIVE -> next == STALE || next == CLOSING || next == CLOSED;
      case CLOSING -> next == CLOSED;
      case CLOSED -> false;
    };
  }

  /**
   * Whether a connection in this state takes part: receives messages and is judged by heartbeat.
   */
  public boolean isOpen() {
    return this == LIVE || this == STALE;
  }
}
