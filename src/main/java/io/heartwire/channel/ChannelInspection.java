package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.Message;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * What the gateway's console sees of the channels of this node, and the channel in which it is
 * told. Safe for use by any thread; nothing blocks, and no lock is held while a visitor runs.
 */
@Internal
@Singleton
public class ChannelInspection {
  /** The figures of this node, for whoever has the console open. */
  private static final ChannelName OVERVIEW = new ChannelName("$console:overview");

  private final Channels channels;

  @Inject
  public ChannelInspection(Channels channels) {
    this.channels = channels;
  }

  /** Returns whether anybody listens to {@link #tell}. */
  public boolean isHeard() {
    return channels.find(OVERVIEW) != null;
  }

  /** Tells the figures to the consoles of this node alone. Called by one thread at a time. */
  public void tell(Payload figures) {
    Channel here = channels.find(OVERVIEW);
    if (here != null) {
      here.deliver(
          new Publication(0, figures, null, Map.of(), 0), StreamPosition.NONE, Message.UNMEASURED);
    }
  }

  /** Visits the channels of applications that have a subscriber here, with their subscriptions. */
  public void forEach(ObjIntConsumer<String> visitor) {
    channels.forEach(
        channel -> {
          if (!channel.name().isOwn()) {
            visitor.accept(channel.name().value(), channel.count());
          }
        });
  }

  /** Visits the channels to which a client is subscribed here; looks at every subscription. */
  public void forEachOf(String client, Consumer<ChannelName> visitor) {
    channels.forEach(
        channel -> {
          if (channel.find(client) != null) {
            visitor.accept(channel.name());
          }
        });
  }

  /** The number of subscriptions to a channel on this node. */
  public int subscriptions(ChannelName channel) {
    return channels.subscriptions(channel.value());
  }

  /** Visits the clients that are subscribed to a channel on this node. */
  public void forEachSubscriber(ChannelName channel, Consumer<ClientInfo> visitor) {
    Channel here = channel.isOwn() ? null : channels.find(channel);
    if (here != null) {
      here.forEach(subscription -> visitor.accept(subscription.info()));
    }
  }
}
