package io.heartwire.api;

import io.heartwire.broker.ClientInfo;
import io.heartwire.channel.Subscriber;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import org.jspecify.annotations.Nullable;

/** Is subscribed, and nothing else. */
record ApiSubscriber(Connection connection) implements Subscriber {

  @Override
  public ClientInfo info() {
    return new ClientInfo(connection.peer().user(), connection.id().toString());
  }

  @Override
  public WireFormat format() {
    return (channel, publication, previous) -> Message.text(channel, channel);
  }

  @Override
  public @Nullable CloseReason ended(Subscription subscription, UnsubscribeCode why) {
    return null;
  }
}
