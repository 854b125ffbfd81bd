package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/** A client's subscription to a channel, which outlives its connections. */
public interface Subscription {

  String channel();

  State state();

  /** After the last publication that was received, or null where the channel has none. */
  @Nullable StreamPosition position();

  /** Ends it; the listener is told. Does nothing if it is over. */
  void unsubscribe();

  /** The life of a subscription. */
  enum State {
    /** Waits for the connection, or for the server's answer. */
    SUBSCRIBING,
    /** Publications arrive. */
    SUBSCRIBED,
    /** Over, for ever. */
    UNSUBSCRIBED
  }
}
