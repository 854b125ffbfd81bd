package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.visibility.Internal;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client as its channels see it: one for each connection, shared by all its subscriptions. */
@Internal
public interface Subscriber {

  Connection connection();

  /** The client's info that others see. */
  ClientInfo info();

  /** The wire format of its messages. */
  WireFormat format();

  /** Whether it may use the gateway's own channels, and no others. */
  default boolean isOperator() {
    return false;
  }

  /**
   * The other subscriptions of the client to the channel of this one, where its protocol allows
   * several.
   */
  default Stream<Subscription> besides(Subscription one) {
    return Stream.empty();
  }

  /**
   * Tells the client that a subscription has ended which the client did not end itself. Called at
   * most once for each, by any thread. A subscription with a position or deltas gets no message of
   * the channel afterwards; any other may still get messages that were being delivered at this
   * moment.
   *
   * <p>Called within the subscription's lock: an implementation {@linkplain Connection#offer
   * offers} a message to the connection, or returns a reason to close it, and does nothing else.
   *
   * @return the reason to close the connection, or null to leave it open
   */
  @Nullable CloseReason ended(Subscription subscription, UnsubscribeCode why);
}
