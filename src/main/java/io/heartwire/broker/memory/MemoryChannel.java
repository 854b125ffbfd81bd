package io.heartwire.broker.memory;

import io.heartwire.broker.BrokerListener;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data of one channel in memory. Its monitor is the channel's lock: held briefly for every call
 * here, and never while the listener is called.
 *
 * <p>Deliveries are queued under the lock, which orders them. They are made outside of it by one
 * thread at a time: the one that found no delivery under way.
 */
final class MemoryChannel {
  final String name;
  final MemoryStream stream;
  final MemoryPresence presence;

  private final Queue<PendingDelivery<?>> waiting = new ArrayDeque<>(1);
  private boolean delivering;
  private boolean subscribed;
  private boolean gone;

  /** The bytes that the budget counts; guarded by the lock. */
  long chargedBytes;

  /** The number of its last touch; guarded by the budget's stripe. */
  long touchedAt;

  MemoryChannel(String name, Epochs epochs, PresenceLimit limit) {
    this.name = name;
    this.stream = new MemoryStream(epochs);
    this.presence = new MemoryPresence(limit);
  }

  /** Subscribes this node; returns whether it was not subscribed before. */
  boolean subscribe() {
    boolean isNew = !subscribed;
    subscribed = true;
    return isNew;
  }

  /** Unsubscribes this node. The stream is kept then for as long as after a publication. */
  void unsubscribe(long now, long metaNanos) {
    if (subscribed && stream.hasBegun()) {
      stream.keep(now, metaNanos);
    }
    subscribed = false;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** Queues a call of the listener if this node is subscribed. */
  <T extends @Nullable Object> PendingDelivery<T> tell(Consumer<BrokerListener> call, T result) {
    if (!subscribed) {
      return PendingDelivery.none(result);
    }
    PendingDelivery<T> delivery = new PendingDelivery<>(call, result);
    waiting.add(delivery);
    return delivery;
  }

  /**
   * Returns the first delivery, and makes the calling thread the one that delivers until {@link
   * #nextDelivery} returns empty. Returns empty if nothing waits or another thread delivers.
   */
  Optional<PendingDelivery<?>> firstDelivery() {
    return delivering ? Optional.empty() : nextDelivery();
  }

  /** Returns the next delivery for the thread that delivers, or empty, which ends that role. */
  Optional<PendingDelivery<?>> nextDelivery() {
    Optional<PendingDelivery<?>> next = Optional.ofNullable(waiting.poll());
    delivering = next.isPresent();
    return next;
  }

  /**
   * Drops expired publications, and the stream itself once its time is over; a stream with a
   * subscriber keeps its position.
   */
  void expireStream(long now) {
    stream.expirePublications(now);
    if (!subscribed && stream.isStale(now)) {
      stream.end();
    }
  }

  /**
   * The size of the stream in memory. A stream that is subscribed to and has no publication counts
   * nothing, since subscriptions have limits of their own.
   */
  long bytes() {
    boolean isKept = stream.hasBegun() && !(subscribed && stream.isUnpublished());
    return isKept ? stream.bytes() + 2L * name.length() : 0;
  }

  /** Returns whether the channel holds no data, so that it can be removed. */
  boolean isIdle() {
    return !subscribed
        && !delivering
        && waiting.isEmpty()
        && !stream.hasBegun()
        && presence.size() == 0;
  }

  /** Marks it as removed from the map: a thread that still holds it must look it up again. */
  void leave() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }
}
