package io.heartwire.channel;

import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.time.TimeSource;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The broker's listener: passes publications, joins and leaves to the subscribers of their channel.
 */
final class FanOut implements BrokerListener {
  private final Function<String, @Nullable Channel> channels;
  private final PositionCheck positions;
  private final LongAdder delivered;
  private final PublishSampler sampler;
  private final PublishListener listener;
  private final PublicationTracing tracing;
  private final TimeSource time;

  /**
   * @param channels finds a channel that has subscribers
   * @param positions looks where deliveries were missed
   * @param delivered counts publications, once for each recipient
   * @param sampler knows which of them are measured until they are written
   * @param listener told how long each publication took
   * @param tracing adds this node to the traces that record one
   */
  FanOut(
      Function<String, @Nullable Channel> channels,
      PositionCheck positions,
      LongAdder delivered,
      PublishSampler sampler,
      PublishListener listener,
      PublicationTracing tracing,
      TimeSource time) {
    this.channels = channels;
    this.positions = positions;
    this.delivered = delivered;
    this.sampler = sampler;
    this.listener = listener;
    this.tracing = tracing;
    this.time = time;
  }

  @Override
  public void publication(String name, Publication publication, StreamPosition position) {
    Channel channel = channels.apply(name);
    if (channel == null) {
      return;
    }
    long begun = time.nanos();
    long measuredSince = sampler.begun(name, publication.data());
    int recipients =
        tracing.deliver(
            name, publication, () -> channel.deliver(publication, position, measuredSince));
    delivered.add(recipients);
    long now = time.nanos();
    sampler.delivered(now, measuredSince, recipients);
    listener.fannedOut(now - begun);
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

  @Override
  public void interrupted(Set<String> names) {
    for (String name : names) {
      Channel channel = channels.apply(name);
      if (channel != null) {
        positions.settle(channel);
      }
    }
  }
}
