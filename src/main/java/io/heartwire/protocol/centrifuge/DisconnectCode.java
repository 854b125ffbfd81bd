package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.CloseReason;

/**
 * Why the server ends a connection: the code and reason of its close frame.
 *
 * <p>Clients come back after 3000 to 3499 (and 4000 to 4499, which are applications'), and stay
 * away after 3500 to 3999 (and 4500 to 4999). Source: the disconnect codes at <a
 * href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a>.
 */
enum DisconnectCode {
  /** The wire is gone without a word from the server; never sent, only told to observers. */
  CONNECTION_CLOSED(3000, "connection closed"),
  /** The node is going down. */
  SHUTDOWN(3001, "shutdown"),
  /** The server failed and cannot go on with this connection. */
  SERVER_ERROR(3004, "internal server error"),
  /** The connection's time is up and nothing refreshed it. */
  EXPIRED(3005, "connection expired"),
  /** A subscription's time is up and nothing refreshed it. */
  SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
  /** The client does not read as fast as it is written to. */
  SLOW(3008, "slow"),
  /** Writing to the client failed. */
  WRITE_ERROR(3009, "write error"),
  /** The client's position in a stream is wrong; coming back, it can recover what it missed. */
  INSUFFICIENT_STATE(3010, "insufficient state"),
  /** Somebody ordered the connection closed; the client may come back. */
  FORCE_RECONNECT(3011, "force reconnect"),
  /** A ping of the server was not answered in time. */
  NO_PONG(3012, "no pong"),
  /** The client sends more commands than it may. */
  TOO_MANY_REQUESTS(3013, "too many requests"),
  /** The token is none. */
  INVALID_TOKEN(3500, "invalid token"),
  /** A frame cannot be read, or a command came out of order. */
  BAD_REQUEST(3501, "bad request"),
  /** No valid connect command came within the time for it. */
  STALE(3502, "stale"),
  /** Somebody ordered the connection closed for good. */
  FORCE_NO_RECONNECT(3503, "force disconnect"),
  /** There are as many connections as there may be, of this user or in all. */
  CONNECTION_LIMIT(3504, "connection limit"),
  /** The connection has as many channels as it may. */
  CHANNEL_LIMIT(3505, "channel limit"),
  /** The client's encoding cannot hold what it is to get: binary data, for a JSON client. */
  INAPPROPRIATE_PROTOCOL(3506, "inappropriate protocol"),
  /** The client may not connect. */
  PERMISSION_DENIED(3507, "permission denied"),
  /** What the client asked for is not there, and no reply could say so: a message, say. */
  NOT_AVAILABLE(3508, "not available"),
  /** The client's commands failed too often. */
  TOO_MANY_ERRORS(3509, "too many errors");

  private final int code;
  private final String reason;

  DisconnectCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }

  /** Whether the client comes back by itself. */
  boolean isReconnect() {
    return code < 3500;
  }

  /** What the connection is to be closed with. */
  CloseReason closeReason() {
    return new CloseReason(code, reason);
  }
}
