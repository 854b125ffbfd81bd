package io.heartwire.protocol.centrifuge;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The channels that one client has: each taken before its subscription is asked for, so that it is
 * never subscribed twice, whoever asks.
 *
 * <p>Safe for use by any thread.
 */
final class Slots {

  /** A channel of the client; its subscription comes later, if it comes. */
  static final class Slot {
    private final ChannelName channel;
    private final boolean byServer;
    private @Nullable Subscription subscription; // guarded by this
    private boolean given; // guarded by this

    private Slot(ChannelName channel, boolean byServer) {
      this.channel = channel;
      this.byServer = byServer;
    }

    ChannelName channel() {
      return channel;
    }

    /** Whether the server subscribed the client, which then did not ask for it. */
    boolean isByServer() {
      return byServer;
    }

    /** False if the slot has been given up meanwhile: then the subscription is to be cancelled. */
    synchronized boolean fill(Subscription established) {
      if (given) {
        return false;
      }
      subscription = established;
      return true;
    }

    synchronized @Nullable Subscription subscription() {
      return subscription;
    }

    private synchronized @Nullable Subscription giveUp() {
      given = true;
      return subscription;
    }
  }

  private final int most;
  private final Map<ChannelName, Slot> slots = new ConcurrentHashMap<>(2);
  private volatile boolean closed;

  /**
   * @param most channels at the most; those of the server count, but are never refused
   */
  Slots(int most) {
    this.most = most;
  }

  boolean isFull() {
    return slots.size() >= most;
  }

  /** A slot for the channel, or null if it is taken or the client has gone. */
  @Nullable Slot take(ChannelName channel, boolean byServer) {
    Slot slot = new Slot(channel, byServer);
    if (slots.putIfAbsent(channel, slot) != null) {
      return null;
    }
    if (closed) {
      remove(slot);
      return null;
    }
    return slot;
  }

  @Nullable Slot find(ChannelName channel) {
    return slots.get(channel);
  }

  /** The slot of a subscription that has ended, which is given up; or null if that was done. */
  @Nullable Slot removeOf(Subscription ended) {
    Slot slot = slots.get(ended.channel());
    if (slot == null || slot.subscription() != ended) {
      return null;
    }
    remove(slot);
    return slot;
  }

  void remove(Slot slot) {
    slots.remove(slot.channel, slot);
  }

  /** Gives the slot up, and cancels what is or will be in it. */
  void cancel(Slot slot, UnsubscribeCode why) {
    remove(slot);
    Subscription subscription = slot.giveUp();
    if (subscription != null) {
      subscription.cancel(why);
    }
  }

  /** The client is gone: gives all up, for ever. */
  void close() {
    closed = true;
    List.copyOf(slots.values()).forEach(slot -> cancel(slot, UnsubscribeCode.DISCONNECT));
  }
}
