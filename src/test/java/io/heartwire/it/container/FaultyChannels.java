package io.heartwire.it.container;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.channel.Subscription;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OutboxConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;

/** The real channels, but for two names: one fails when subscribed to, one when published to. */
@Alternative
@Priority(1)
@ApplicationScoped
public class FaultyChannels extends Channels {
  static final String FAILS_TO_OPEN = "fails-to-open";
  static final String FAILS_TO_PUBLISH = "fails-to-publish";

  protected FaultyChannels() {}

  @Inject
  public FaultyChannels(OutboxConfig config) {
    super(config);
  }

  @Override
  public Subscription subscribe(ChannelName name, Connection connection) {
    if (name.value().equals(FAILS_TO_OPEN)) {
      throw new IllegalStateException("made to fail when subscribed to");
    }
    return super.subscribe(name, connection);
  }

  @Override
  public int publish(ChannelName name, Message message) {
    if (name.value().equals(FAILS_TO_PUBLISH)) {
      throw new IllegalStateException("made to fail when published to");
    }
    return super.publish(name, message);
  }
}
