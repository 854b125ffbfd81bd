package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/** A client's subscription to a channel, which outlives its connections. */
public interface Subscription {

  String channel();

  State state();

  /** Of the last publication received, or null if the channel has no positions. */
  @Nullable StreamPosition position();

  /** Ends it and tells the listener; does nothing if it has ended already. */
  void unsubscribe();

  /** The life of a subscription. */
  enum State {
    /** Waits for a connection, or for the server's answer. */
    SUBSCRIBING,
    /** Publications arrive. */
    SUBSCRIBED,
    /** Over, for ever. */
    UNSUBSCRIBED
  }
}
