package io.heartwire.protocol.centrifuge;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one client. A slot is taken before the subscription is requested, so that the
 * client is never subscribed twice, whether the client or the server subscribes it.
 *
 * <p>Safe for use by any thread.
 */
final class ChannelSlots {

  /** A channel of the client; its subscription is set later, if it is granted. */
  static final class Slot {
    private final ChannelName channel;
    private final boolean byServer;
    private final long filterBytes;
    private @Nullable Subscription subscription; // guarded by this
    private boolean released; // guarded by this

    private Slot(ChannelName channel, boolean byServer, long filterBytes) {
      this.channel = channel;
      this.byServer = byServer;
      this.filterBytes = filterBytes;
    }

    ChannelName channel() {
      return channel;
    }

    /** Returns whether the server subscribed the client. */
    boolean isByServer() {
      return byServer;
    }

    /**
     * Sets the subscription; returns false if the slot has been released meanwhile, and the caller
     * must cancel the subscription.
     */
    synchronized boolean fill(Subscription established) {
      if (released) {
        return false;
      }
      subscription = established;
      return true;
    }

    synchronized @Nullable Subscription subscription() {
      return subscription;
    }

    private synchronized @Nullable Subscription release() {
      released = true;
      return subscription;
    }
  }

  private final int most;
  private final long mostFilterBytes;
  private final AtomicLong filterBytes = new AtomicLong();
  private final Map<ChannelName, Slot> slots = new ConcurrentHashMap<>(2);
  private volatile boolean closed;

  /**
   * @param most the most channels; those of the server count, but are never refused
   * @param mostFilterBytes the most memory of the filters of its subscriptions
   */
  ChannelSlots(int most, long mostFilterBytes) {
    this.most = most;
    this.mostFilterBytes = mostFilterBytes;
  }

  /** Of all slots; changes with them. */
  Set<ChannelName> channels() {
    return Collections.unmodifiableSet(slots.keySet());
  }

  boolean isFull() {
    return slots.size() >= most;
  }

  /** Returns whether one more filter of this size is within the limit. */
  boolean hasRoomForFilter(long bytes) {
    return bytes == 0 || filterBytes.get() + bytes <= mostFilterBytes;
  }

  /**
   * Takes a slot for the channel; returns null if it is taken already or the client has
   * disconnected.
   */
  @Nullable Slot take(ChannelName channel, boolean byServer) {
    return take(new Slot(channel, byServer, 0));
  }

  /** Takes a slot for a subscription of the client, with the size of its filter, or 0. */
  @Nullable Slot take(ChannelName channel, long filterBytes) {
    return take(new Slot(channel, false, filterBytes));
  }

  private @Nullable Slot take(Slot slot) {
    if (slots.putIfAbsent(slot.channel, slot) != null) {
      return null;
    }
    filterBytes.addAndGet(slot.filterBytes);
    if (closed) {
      remove(slot);
      return null;
    }
    return slot;
  }

  @Nullable Slot find(ChannelName channel) {
    return slots.get(channel);
  }

  /** Returns whether the client is subscribed to the channel. */
  boolean holds(ChannelName channel) {
    Slot slot = find(channel);
    return slot != null && slot.subscription() != null;
  }

  /**
   * Releases and returns the slot of a subscription that has ended; null if it was released before.
   */
  @Nullable Slot removeOf(Subscription ended) {
    Slot slot = slots.get(ended.channel());
    if (slot == null || slot.subscription() != ended) {
      return null;
    }
    remove(slot);
    return slot;
  }

  void remove(Slot slot) {
    if (slots.remove(slot.channel, slot)) {
      filterBytes.addAndGet(-slot.filterBytes);
    }
  }

  /** Releases the slot, and cancels its present or future subscription. */
  void cancel(Slot slot, UnsubscribeCode why) {
    remove(slot);
    Subscription subscription = slot.release();
    if (subscription != null) {
      subscription.cancel(why);
    }
  }

  /** Releases all slots and accepts no new ones, because the client has disconnected. */
  void close() {
    closed = true;
    List.copyOf(slots.values()).forEach(slot -> cancel(slot, UnsubscribeCode.DISCONNECT));
  }
}
