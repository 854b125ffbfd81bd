package io.heartwire.connection;

/**
 * The state of a connection.
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
   * Admitted, but not yet ready for messages: the upgrade or the protocol's handshake is under way.
   */
  PENDING,
  /** Heard from within its heartbeat. */
  LIVE,
  /** Missed a heartbeat. It is pinged again, and kept until it has missed too many. */
  STALE,
  /** Closed by the server; the closing handshake is under way. */
  CLOSING,
  /** Ended, with everything that it held released. */
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
   * Returns whether a connection in this state receives messages and is checked by the heartbeat.
   */
  public boolean isOpen() {
    return this == LIVE || this == STALE;
  }
}
