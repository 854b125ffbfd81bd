package io.heartwire.broker;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything of one channel that is in memory. Its monitor is the channel's lock: held for every
 * call here, for a few steps only, and never while the listener is called.
 *
 * <p>Deliveries queue up under the lock, which is what orders them, and are made outside of it by
 * one thread at a time: the one that found none under way.
 */
final class MemoryChannel {
  final String name;
  final MemoryStream stream;
  final MemoryPresence presence;

  private final Queue<Delivery<?>> waiting = new ArrayDeque<>(1);
  private boolean delivering;
  private boolean subscribed;
  private boolean gone;

  /** What the budget has been told; written under the lock. */
  long chargedBytes;

  /** When it was last published to, in the budget's count; guarded by the budget's stripe. */
  long touchedAt;

  MemoryChannel(String name, Epochs epochs, PresenceLimit limit) {
    this.name = name;
    this.stream = new MemoryStream(epochs);
    this.presence = new MemoryPresence(limit);
  }

  /** Returns whether that is news. */
  boolean subscribe() {
    boolean isNews = !subscribed;
    subscribed = true;
    return isNews;
  }

  /** A stream that somebody here followed is kept for as long as one that was just published to. */
  void unsubscribe(long now, long metaNanos) {
    if (subscribed && stream.hasBegun()) {
      stream.keep(now, metaNanos);
    }
    subscribed = false;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** Queues the news for the listener if this node wants it. */
  <T extends @Nullable Object> Delivery<T> tell(Consumer<BrokerListener> news, T result) {
    if (!subscribed) {
      return Delivery.none(result);
    }
    Delivery<T> delivery = new Delivery<>(news, result);
    waiting.add(delivery);
    return delivery;
  }

  /**
   * The first delivery for a thread that from now on makes them, until {@link #nextDelivery} has
   * none; or empty: there is none, or another thread is at it.
   */
  Optional<Delivery<?>> firstDelivery() {
    return delivering ? Optional.empty() : nextDelivery();
  }

  /** The next delivery for the thread that makes them, or empty: then that duty has ended. */
  Optional<Delivery<?>> nextDelivery() {
    Optional<Delivery<?>> next = Optional.ofNullable(waiting.poll());
    delivering = next.isPresent();
    return next;
  }

  /** Lets go of what its time has ended for; a stream with a subscriber keeps its position. */
  void expireStream(long now) {
    stream.expirePublications(now);
    if (!subscribed && stream.isStale(now)) {
      stream.end();
    }
  }

  long bytes() {
    return stream.hasBegun() ? stream.bytes() + 2L * name.length() : 0;
  }

  /** Whether there is nothing here that anybody could ask for. */
  boolean isIdle() {
    return !subscribed
        && !delivering
        && waiting.isEmpty()
        && !stream.hasBegun()
        && presence.size() == 0;
  }

  /** Leaves the table for good: whoever still finds it looks again. */
  void leave() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }
}
