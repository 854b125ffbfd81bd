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
   * by any thread and within the order of the channel's deliveries: nothing of the channel follows.
   * Must not block.
   */
  void ended(Subscription subscription, UnsubscribeCode why);
}
