package io.heartwire.client;

/**
 * The life of a client.
 *
 * <pre>
 *   DISCONNECTED ──connect()──▶ CONNECTING ──established──▶ CONNECTED ◀──established──┐
 *        ▲                          │                          │                      │
 *        │                          │                          └─────lost─────▶ RECONNECTING
 *        └───────── given up ───────┴──────────── given up ───────────────────────────┘
 *
 *   every state but CLOSED ──close()──▶ CLOSED
 * </pre>
 *
 * An attempt that fails and will be followed by another leaves the state as it is; {@link Retry}
 * tells of it. A client is given up when a failure is final ({@link Failure#isFinal()}) or the
 * attempts of its {@link Backoff} are used up.
 */
public enum ClientState {
  /** Not connected and not trying to be: new, or given up. */
  DISCONNECTED,
  /** On the way to its first connection, however many attempts that takes. */
  CONNECTING,
  /** Takes part. */
  CONNECTED,
  /** Was connected, and is on its way back, however many attempts that takes. */
  RECONNECTING,
  /** Closed by {@code close()}, for ever. */
  CLOSED;

  /** The table of legal transitions. */
  boolean mayBecome(ClientState next) {
    return switch (this) {
      case DISCONNECTED -> next == CONNECTING || next == CLOSED;
      case CONNECTING -> next == CONNECTED || next == DISCONNECTED || next == CLOSED;
      case CONNECTED -> next == RECONNECTING || next == DISCONNECTED || next == CLOSED;
      case RECONNECTING -> next == CONNECTED || next == DISCONNECTED || next == CLOSED;
      case CLOSED -> false;
    };
  }

  /** Whether the client is on its way to a connection. */
  public boolean isUnderWay() {
    return this == CONNECTING || this == RECONNECTING;
  }
}
