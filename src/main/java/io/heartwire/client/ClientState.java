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
 * An attempt that fails and is followed by another does not change the state; {@code onRetry} gets
 * a {@link Retry} then. A client gives up when a failure is final ({@link Failure#isFinal()}) or
 * the attempts of its {@link Backoff} are used up.
 */
public enum ClientState {
  /** Not connected and not trying to connect: new, or given up. */
  DISCONNECTED,
  /** Tries to get its first connection, however many attempts that takes. */
  CONNECTING,
  /** Connected, and accepted by the server. */
  CONNECTED,
  /** Was connected and tries to be so again, however many attempts that takes. */
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

  /** Whether the client tries to get a connection. */
  public boolean isUnderWay() {
    return this == CONNECTING || this == RECONNECTING;
  }
}
