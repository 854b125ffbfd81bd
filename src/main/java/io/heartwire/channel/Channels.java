package io.heartwire.channel;

import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OverflowPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * All channels that have a subscriber; one without leaves nothing behind.
 *
 * <p>Safe for use by any thread. Publishing hands the message to every subscriber's connection and
 * returns without waiting for any of them.
 */
@ApplicationScoped
public class Channels {
  private final Map<ChannelName, Channel> channels = new ConcurrentHashMap<>();
  private final LongAdder published = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final OverflowPolicy policy;

  /** For the client proxy only. */
  protected Channels() {
    policy = OverflowPolicy.DISCONNECT;
  }

  @Inject
  public Channels(OutboxConfig config) {
    policy = config.overflow();
  }

  /** From now on the connection receives what is published to the channel. */
  public Subscription subscribe(ChannelName name, Connection connection) {
    channels.compute(
        name,
        (same, existing) -> {
          Channel channel = existing == null ? new Channel() : existing;
          channel.add(connection);
          return channel;
        });
    AtomicBoolean cancelled = new AtomicBoolean();
    return () -> {
      if (cancelled.compareAndSet(false, true)) {
        unsubscribe(name, connection);
      }
    };
  }

  /**
   * Hands the message to all present subscribers.
   *
   * @return how many took it
   */
  public int publish(ChannelName name, Message message) {
    published.increment();
    Channel channel = channels.get(name);
    int taken = channel == null ? 0 : channel.publish(message, policy);
    delivered.add(taken);
    return taken;
  }

  /** Channels that have a subscriber. */
  public int count() {
    return channels.size();
  }

  /** Messages published since the start. */
  public long published() {
    return published.sum();
  }

  /** Messages handed to subscribers since the start, each recipient counted. */
  public long delivered() {
    return delivered.sum();
  }

  private void unsubscribe(ChannelName name, Connection connection) {
    channels.computeIfPresent(
        name,
        (same, channel) -> {
          channel.remove(connection);
          return channel.isEmpty() ? null : channel;
        });
  }
}
