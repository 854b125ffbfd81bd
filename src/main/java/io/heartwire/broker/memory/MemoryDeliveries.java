package io.heartwire.broker.memory;

import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.EngineThreads;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the deliveries of channels, one at a time for each channel, on the thread that published
 * when no delivery was under way. After {@link #MOST_PER_TURN} deliveries another thread takes
 * over: otherwise a channel with endless publications would keep a publisher's thread for ever, and
 * a few such channels would keep all threads.
 *
 * <p>Publishers bound the number of waiting deliveries: each client has one publication under way,
 * since its commands are done in sequence, and so has each API request; an application must wait
 * for its stages. Safe for use by any thread. Nothing blocks.
 */
final class MemoryDeliveries {
  private static final Logger LOG = Logger.getLogger(MemoryDeliveries.class.getName());
  static final int MOST_PER_TURN = 64;

  private final MemoryChannels channels;
  private final EngineThreads threads;
  private final AtomicReference<@Nullable BrokerListener> listener = new AtomicReference<>();
  private final LongAdder failed = new LongAdder();
  private final LogThrottle log;

  MemoryDeliveries(MemoryChannels channels, EngineThreads threads, TimeSource time) {
    this.channels = channels;
    this.threads = threads;
    this.log = new LogThrottle(time);
  }

  void to(BrokerListener first) {
    if (!listener.compareAndSet(null, first)) {
      throw new IllegalStateException("the broker has been started already");
    }
  }

  /** Returns whether there is a listener. */
  boolean haveBegun() {
    return listener.get() != null;
  }

  /** The number of listener calls that threw. */
  long failed() {
    return failed.sum();
  }

  /** Makes the channel's waiting deliveries, unless another thread is making them. */
  void make(String channel) {
    makeFrom(channels.visit(channel, MemoryChannel::firstDelivery, Optional::empty), channel);
  }

  private void makeFrom(Optional<PendingDelivery<?>> first, String channel) {
    Optional<PendingDelivery<?>> next = first;
    int made = 0;
    while (next.isPresent()) {
      PendingDelivery<?> delivery = next.get();
      if (made >= MOST_PER_TURN && isTakenOver(delivery, channel)) {
        return;
      }
      tell(delivery, channel);
      made++;
      next = channels.visit(channel, MemoryChannel::nextDelivery, Optional::empty);
    }
  }

  private boolean isTakenOver(PendingDelivery<?> next, String channel) {
    try {
      threads.execute(() -> makeFrom(Optional.of(next), channel));
      return true;
    } catch (RuntimeException busyOrStopping) { // a stopping container throws various exceptions
      return false; // this thread continues: no delivery is lost, but its own next task waits
    }
  }

  private void tell(PendingDelivery<?> delivery, String channel) {
    BrokerListener to = listener.get();
    try {
      if (to != null) {
        delivery.call().accept(to);
      }
    } catch (RuntimeException
        | Error failure) { // an exception that escapes would end the channel's deliveries for good
      failed.increment();
      if (log.permits()) {
        LOG.log(Level.WARNING, failure, () -> "A delivery of channel " + channel + " failed");
      }
    }
    delivery.complete();
  }
}
