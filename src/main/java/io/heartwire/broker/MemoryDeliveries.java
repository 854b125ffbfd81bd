package io.heartwire.broker;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the deliveries that wait in channels, one at a time for each channel, on the thread of
 * whoever published when none was under way. After so many that thread goes its way and another
 * takes over: a channel that is published to without a pause must not keep a thread for ever, or a
 * few such channels would keep them all.
 *
 * <p>What waits is bounded by who publishes: one publication of each client, whose commands are
 * done one after the other, and of each request; an application has to wait for the stages of its
 * own. Safe for use by any thread; nothing blocks.
 */
final class MemoryDeliveries {
  private static final Logger LOG = Logger.getLogger(MemoryDeliveries.class.getName());
  static final int MOST_PER_TURN = 64;

  private final MemoryChannels channels;
  private final DeliveryThreads threads;
  private final AtomicReference<@Nullable BrokerListener> listener = new AtomicReference<>();
  private final LongAdder failed = new LongAdder();
  private final LogThrottle log;

  MemoryDeliveries(MemoryChannels channels, DeliveryThreads threads, TimeSource time) {
    this.channels = channels;
    this.threads = threads;
    this.log = new LogThrottle(time);
  }

  void to(BrokerListener first) {
    if (!listener.compareAndSet(null, first)) {
      throw new IllegalStateException("the broker has been started already");
    }
  }

  /** Whether there is somebody to tell. */
  boolean haveBegun() {
    return listener.get() != null;
  }

  /** Calls of the listener that threw. */
  long failed() {
    return failed.sum();
  }

  /** Makes what waits in the channel, unless another thread is at it. */
  void make(String channel) {
    makeFrom(channels.visit(channel, MemoryChannel::firstDelivery, Optional::empty), channel);
  }

  private void makeFrom(Optional<Delivery<?>> first, String channel) {
    Optional<Delivery<?>> next = first;
    int made = 0;
    while (next.isPresent()) {
      Delivery<?> delivery = next.get();
      if (made >= MOST_PER_TURN && isTakenOver(delivery, channel)) {
        return;
      }
      tell(delivery, channel);
      made++;
      next = channels.visit(channel, MemoryChannel::nextDelivery, Optional::empty);
    }
  }

  private boolean isTakenOver(Delivery<?> next, String channel) {
    try {
      threads.takeOver(() -> makeFrom(Optional.of(next), channel));
      return true;
    } catch (RuntimeException busyOrStopping) { // a container that stops throws several
      return false; // then this thread goes on: nothing is lost, and its own next task waits
    }
  }

  private void tell(Delivery<?> delivery, String channel) {
    BrokerListener to = listener.get();
    try {
      if (to != null) {
        delivery.news().accept(to);
      }
    } catch (RuntimeException | Error failure) { // one that escapes would silence the channel
      failed.increment();
      if (log.permits()) {
        LOG.log(Level.WARNING, failure, () -> "A delivery of channel " + channel + " failed");
      }
    }
    delivery.complete();
  }
}
