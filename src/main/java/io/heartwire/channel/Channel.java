package io.heartwire.channel;

import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.Message;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One channel that has subscribers on this node.
 *
 * <p>Publications arrive in order, one call at a time, as the broker promises, and without a lock.
 * Only {@link LocalChannels} adds and removes subscriptions, one at a time.
 */
final class Channel {
  private final ChannelName name;
  private final ChannelOptions options;
  private final int subscribeBuffer;
  private final CompletionStage<@Nullable Void> ready;
  private final EncodingFailures failures;
  private final Subscribers subscribers = new Subscribers();

  /** Accessed by the delivering thread only. */
  private @Nullable Publication previous;

  /** Accessed by {@link ChannelMaintenance} only. */
  private long presenceRenewedAt;

  /** Whether there ever was a subscriber with presence. */
  private volatile boolean hasPresence;

  /**
   * @param ready complete when the broker delivers to this node
   */
  Channel(
      ChannelName name,
      ChannelOptions options,
      int subscribeBuffer,
      CompletionStage<@Nullable Void> ready,
      EncodingFailures failures,
      long now) {
    this.failures = failures;
    this.name = name;
    this.options = options;
    this.subscribeBuffer = subscribeBuffer;
    this.ready = ready;
    this.presenceRenewedAt = now;
  }

  ChannelName name() {
    return name;
  }

  ChannelOptions options() {
    return options;
  }

  int subscribeBuffer() {
    return subscribeBuffer;
  }

  /** A publication for a single subscriber, to be encoded when it is known how. */
  EncodedPublication encode(Publication publication, StreamPosition position) {
    return new EncodedPublication(
        name.value(), position.epoch(), publication, null, failures, Message.UNMEASURED);
  }

  CompletionStage<@Nullable Void> ready() {
    return ready;
  }

  void add(Subscription subscription) {
    if (subscription.options().presence()) {
      hasPresence = true;
    }
    subscribers.add(subscription);
  }

  void remove(Subscription subscription) {
    subscribers.remove(subscription);
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  /**
   * Delivers a publication to every subscriber; returns how many accepted it.
   *
   * @param measuredSince see {@link Message#measureSince}
   */
  int deliver(Publication publication, StreamPosition position, long measuredSince) {
    EncodedPublication encodings =
        new EncodedPublication(
            name.value(), position.epoch(), publication, previous, failures, measuredSince);
    Taken taken = new Taken(position, encodings);
    subscribers.forEach(taken);
    if (options.delta() != DeltaKind.NONE) {
      previous = publication;
    }
    return taken.count;
  }

  /** Sends a join or leave message to the subscribers that asked for them. */
  void tell(Function<WireFormat, @Nullable Message> encode) {
    EncodeOnce once =
        new EncodeOnce(format -> failures.guard(name.value(), () -> encode.apply(format)));
    subscribers.forEach(subscription -> subscription.tell(once));
  }

  void forEach(Consumer<Subscription> visitor) {
    subscribers.forEach(visitor);
  }

  int count() {
    return subscribers.count();
  }

  /** Returns the subscription of a client, or null if it has none that is not ended. */
  @Nullable Subscription find(String client) {
    Subscription[] found = new Subscription[1];
    subscribers.forEach(
        subscription -> {
          if (!subscription.hasEnded() && subscription.client().equals(client)) {
            found[0] = subscription;
          }
        });
    return found[0];
  }

  /**
   * Returns whether presence must be renewed now; if so, the next renewal is due after {@code
   * everyNanos} again.
   */
  boolean presenceIsDue(long now, long everyNanos) {
    if (!hasPresence || now - presenceRenewedAt < everyNanos) {
      return false;
    }
    presenceRenewedAt = now;
    return true;
  }

  /** Delivers and counts without allocating an object for each subscriber. */
  private static final class Taken implements Consumer<Subscription> {
    private final StreamPosition position;
    private final EncodedPublication encodings;
    private int count;

    Taken(StreamPosition position, EncodedPublication encodings) {
      this.position = position;
      this.encodings = encodings;
    }

    @Override
    public void accept(Subscription subscription) {
      if (subscription.deliver(position, encodings)) {
        count++;
      }
    }
  }

  /** Encodes a message once for consecutive subscribers of the same format. */
  private static final class EncodeOnce implements Function<WireFormat, @Nullable Message> {
    private final Function<WireFormat, @Nullable Message> encode;
    private @Nullable WireFormat last;
    private @Nullable Message message;

    EncodeOnce(Function<WireFormat, @Nullable Message> encode) {
      this.encode = encode;
    }

    @Override
    public @Nullable Message apply(WireFormat format) {
      if (format != last) {
        message = encode.apply(format);
        last = format;
      }
      return message;
    }
  }
}
