package io.heartwire.admission;

import java.util.Locale;

/** The reason for which a client is refused, with its HTTP status. */
public enum RefusalReason {
  /** The protocol is disabled. */
  DISABLED(404),
  /** Nothing is served at exactly this path. */
  PATH(404),
  /** The method is not GET. */
  METHOD(405),
  /** The request or the handshake is malformed; the text says why. */
  MALFORMED(400),
  /** The version of the WebSocket protocol is not supported (RFC 6455, section 4.4). */
  VERSION(426),
  /** The request head is too long (RFC 6585, section 5). */
  HEADERS(431),
  /** The request does not ask for a WebSocket (RFC 9110, section 15.5.22). */
  NOT_AN_UPGRADE(426),
  /** The channel's name breaks the rule. */
  CHANNEL_NAME(400),
  /** The node is draining. */
  DRAINING(503),
  /** The pool is full. */
  CAPACITY(503),
  /** The protocol has reached its limit of connections. */
  PROTOCOL_CAPACITY(503),
  /** Too many handshakes wait for a bean of the application or for keys. */
  WAITING(503),
  /** Too many handshakes of all clients. */
  RATE(429),
  /** Too many handshakes from this client's address. */
  ADDRESS_RATE(429),
  /** Too many connections from this client's address. */
  ADDRESS_CONNECTIONS(429),
  /** Too many connections of this user. */
  USER_CONNECTIONS(429),
  /** Too many connections of this tenant. */
  TENANT_CONNECTIONS(429),
  /** The page's origin may not connect. */
  ORIGIN(403),
  /** The token is missing or invalid. */
  TOKEN(401),
  /** More than one token (RFC 6750, section 3.1). */
  SEVERAL_TOKENS(400),
  /** The keys to verify tokens are not available yet. */
  TOKEN_KEYS(503),
  /** The client may not subscribe to the channel. */
  PERMISSION(403),
  /** The gateway failed. */
  INTERNAL(500);

  private final int status;

  RefusalReason(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Returns whether a limit was reached, rather than the client being at fault. */
  boolean isLimit() {
    return status >= 429 && this != DRAINING && this != HEADERS && this != INTERNAL;
  }

  /** The name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
