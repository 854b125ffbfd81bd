package io.heartwire.channel;

import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the broker delivers to this node, on its way to the channel's subscribers. */
final class Deliveries implements BrokerListener {
  private final Function<String, @Nullable Channel> channels;
  private final LongAdder delivered;

  /**
   * @param channels finds those that have subscribers
   * @param delivered counts publications, once for each recipient
   */
  Deliveries(Function<String, @Nullable Channel> channels, LongAdder delivered) {
    this.channels = channels;
    this.delivered = delivered;
  }

  @Override
  public void publication(String name, Publication publication, StreamPosition position) {
    Channel channel = channels.apply(name);
    if (channel != null) {
      delivered.add(channel.deliver(publication, position));
    }
  }

  @Override
  public void joined(String name, ClientInfo client) {
    Channel channel = channels.apply(name);
    if (channel != null) {
      channel.tell(format -> format.joined(name, client));
    }
  }

  @Override
  public void left(String name, ClientInfo client) {
    Channel channel = channels.apply(name);
    if (channel != null) {
      channel.tell(format -> format.left(name, client));
    }
  }
}
