package io.heartwire.connection;

import io.heartwire.visibility.Internal;
import java.util.Locale;

/** A limit that a connection can exceed. Metrics use its {@link #label()}. */
@Internal
public enum ConnectionLimit {
  /** Commands a second, or messages where the protocol has no commands. */
  COMMANDS,
  /** Bytes a second. */
  BYTES,
  /** Pings a second. */
  PINGS,
  /** Reads that one frame takes. */
  FRAME_PIECES,
  /** Bytes of one message. */
  MESSAGE_SIZE,
  /** Bytes of incomplete incoming messages, over all connections. */
  INCOMING_BYTES,
  /** Commands that wait until an earlier one is done. */
  WAITING_COMMANDS,
  /** Channels. */
  SUBSCRIPTIONS,
  /** Memory for the filters of subscriptions. */
  FILTER_BYTES,
  /** Connections of one tenant. */
  TENANT_CONNECTIONS;

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
