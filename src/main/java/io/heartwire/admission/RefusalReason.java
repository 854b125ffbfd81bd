package io.heartwire.admission;

import java.util.Locale;

/** Why a client is not let in, and the HTTP status that tells it. */
public enum RefusalReason {
  /** The protocol is switched off. */
  DISABLED(404),
  /** The request asks for no WebSocket (RFC 9110, section 15.5.22). */
  NOT_AN_UPGRADE(426),
  /** The channel's name breaks the rule. */
  CHANNEL_NAME(400),
  /** The node is about to leave. */
  DRAINING(503),
  /** All connections are taken. */
  CAPACITY(503),
  /** All connections of this protocol are taken. */
  PROTOCOL_CAPACITY(503),
  /** Too many handshakes. */
  RATE(429),
  /** Too many handshakes of this client's address. */
  ADDRESS_RATE(429),
  /** Too many connections of this client's address. */
  ADDRESS_CONNECTIONS(429),
  /** Too many connections of this user. */
  USER_CONNECTIONS(429),
  /** Too many connections of this tenant's class. */
  TENANT_CONNECTIONS(429),
  /** A browser's page that is not of a site that may connect. */
  ORIGIN(403),
  /** No token, or none that counts. */
  TOKEN(401),
  /** More tokens than one (RFC 6750, section 3.1). */
  SEVERAL_TOKENS(400),
  /** The keys that tokens are verified with are not there yet. */
  TOKEN_KEYS(503),
  /** The user may not subscribe to the channel. */
  PERMISSION(403);

  private final int status;

  RefusalReason(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Whether it is a limit that was reached, not something that is wrong with the client. */
  boolean isLimit() {
    return status >= 429 && this != DRAINING;
  }

  /** As figures name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
