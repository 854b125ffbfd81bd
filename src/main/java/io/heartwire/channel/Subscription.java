package io.heartwire.channel;

/** One connection's place among the subscribers of a channel. Safe for use by any thread. */
public interface Subscription {

  /** Leaves the channel; a second call does nothing. */
  void cancel();
}
