package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import org.jspecify.annotations.Nullable;

/** A client as its channels see it: one for each connection, whatever it is subscribed to. */
public interface Subscriber {

  Connection connection();

  /** Who it is, to others. */
  ClientInfo info();

  /** In what form it takes news. */
  WireFormat format();

  /**
   * A subscription has ended and it was not the client that ended it: the client is to be told.
   * Called at most once for each, by any thread. To a subscription with a position or deltas
   * nothing of the channel follows; to any other, news that were on their way at this very moment
   * may.
   *
   * <p>Called within the subscription's lock: an implementation {@linkplain Connection#offer hands}
   * a message to the connection, or has it closed by what it returns, and does nothing else.
   *
   * @return why the connection is to be closed for it, or null
   */
  @Nullable CloseReason ended(Subscription subscription, UnsubscribeCode why);
}
