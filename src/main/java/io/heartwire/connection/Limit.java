package io.heartwire.connection;

import java.util.Locale;

/** What a connection can have too much of, as figures name it. */
public enum Limit {
  /** Commands a second, or messages where the protocol has no commands. */
  COMMANDS,
  /** Bytes a second. */
  BYTES,
  /** Pings a second. */
  PINGS,
  /** Pieces that one frame comes in. */
  FRAME_PIECES,
  /** Bytes of one message. */
  MESSAGE_SIZE,
  /** Commands that wait for the one under way. */
  WAITING_COMMANDS,
  /** Channels. */
  SUBSCRIPTIONS,
  /** Connections of its tenant's class. */
  TENANT_CONNECTIONS;

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
