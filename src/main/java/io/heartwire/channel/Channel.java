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
 * <p>What is published arrives in order, one call at a time, as the broker promises; no lock is
 * held meanwhile. Membership is changed by {@link Channels} only, one change at a time.
 */
final class Channel {
  private final ChannelName name;
  private final ChannelOptions options;
  private final int subscribeBuffer;
  private final CompletionStage<@Nullable Void> ready;
  private final Subscribers subscribers = new Subscribers();

  /** Delivering thread only. */
  private @Nullable Publication previous;

  /** Upkeep only. */
  private long presenceRenewedAt;

  /** Whether there ever was a subscriber who is to be present. */
  private volatile boolean hasPresence;

  /**
   * @param ready complete when the broker delivers to this node
   */
  Channel(
      ChannelName name,
      ChannelOptions options,
      int subscribeBuffer,
      CompletionStage<@Nullable Void> ready,
      long now) {
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

  /** Hands a publication to every subscriber; returns how many took it. */
  int deliver(Publication publication, StreamPosition position) {
    Encodings encodings = new Encodings(name.value(), publication, previous);
    Taken taken = new Taken(position, encodings);
    subscribers.forEach(taken);
    if (options.delta() != DeltaKind.NONE) {
      previous = publication;
    }
    return taken.count;
  }

  /** Tells those who asked for it who came or went. */
  void tell(Function<WireFormat, @Nullable Message> news) {
    NewsOnce once = new NewsOnce(news);
    subscribers.forEach(subscription -> subscription.tell(once));
  }

  void forEach(Consumer<Subscription> visitor) {
    subscribers.forEach(visitor);
  }

  int count() {
    return subscribers.count();
  }

  /** The subscription of a client, if it has one that has not ended. */
  @Nullable Subscription find(String client) {
    Subscription[] found = new Subscription[1];
    subscribers.forEach(
        subscription -> {
          if (!subscription.hasEnded() && subscription.info().client().equals(client)) {
            found[0] = subscription;
          }
        });
    return found[0];
  }

  /** Whether it is time to say again who is present; then the time begins anew. */
  boolean presenceIsDue(long now, long everyNanos) {
    if (!hasPresence || now - presenceRenewedAt < everyNanos) {
      return false;
    }
    presenceRenewedAt = now;
    return true;
  }

  /** Counts while it delivers, without an object per subscriber. */
  private static final class Taken implements Consumer<Subscription> {
    private final StreamPosition position;
    private final Encodings encodings;
    private int count;

    Taken(StreamPosition position, Encodings encodings) {
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

  /** Encodes news for a format when first asked, as long as neighbours have the same format. */
  private static final class NewsOnce implements Function<WireFormat, @Nullable Message> {
    private final Function<WireFormat, @Nullable Message> encode;
    private @Nullable WireFormat last;
    private @Nullable Message message;

    NewsOnce(Function<WireFormat, @Nullable Message> encode) {
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
