package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.connection.Connection;

/** A client as its channels see it: one for each connection, whatever it is subscribed to. */
public interface Subscriber {

  Connection connection();

  /** Who it is, to others. */
  ClientInfo info();

  /** In what form it takes news. */
  WireFormat format();

  /**
   * A subscription has ended and it was not the client that ended it. Called at most once for each,
   * by any thread. To a subscription with a position or deltas nothing of the channel follows; to
   * any other, news that were on their way at this very moment may. Must not block.
   */
  void ended(Subscription subscription, UnsubscribeCode why);
}
