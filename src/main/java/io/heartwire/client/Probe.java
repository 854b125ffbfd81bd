package io.heartwire.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Finds an end that the JDK's WebSocket misses.
 *
 * <p>Implementation notes. That WebSocket reads one step ahead of what was asked for. If the end of
 * the stream is what it finds there, while a message is still being handed over, {@code
 * TransportImpl.acknowledgeReception} throws an {@code InternalError} that nobody hears of, and the
 * WebSocket is deaf: neither {@code onClose} nor {@code onError} is ever called (seen in 17 and 25;
 * a reset, or a close frame, is not missed). So an end may hide behind any message, until the
 * heartbeat finds it much later. Therefore: when a message is followed by silence, one ping is
 * sent, and if nothing comes back, two more. If the peer has ended, its system answers the first
 * with a reset, the second cannot be written, which closes the way out but is reported as success,
 * and the third fails and is reported. A connection on which nothing happens is not probed.
 *
 * <p>Safe for use by any thread.
 */
final class Probe {
  static final Duration QUIET = Duration.ofSeconds(1);

  private final ClientTime time;
  private final LongSupplier heardAt;
  private final Runnable ping;
  private final AtomicBoolean isWaiting = new AtomicBoolean();
  private volatile boolean hasHeardMore;

  /**
   * @param heardAt when anything was heard last, pongs included
   * @param ping sends a ping, and does nothing once the connection is over
   */
  Probe(ClientTime time, LongSupplier heardAt, Runnable ping) {
    this.time = time;
    this.heardAt = heardAt;
    this.ping = ping;
  }

  /** A message has been taken. */
  void heard() {
    if (isWaiting.compareAndSet(false, true)) {
      lookIn(QUIET.toNanos());
    } else {
      hasHeardMore = true;
    }
  }

  private void lookIn(long nanos) {
    time.after(Duration.ofNanos(nanos), this::look);
  }

  private void look() {
    long heard = heardAt.getAsLong();
    long rest = heard + QUIET.toNanos() - time.nanos();
    if (rest > 0) {
      lookIn(rest);
    } else {
      hasHeardMore = false;
      ping.run();
      time.after(QUIET, () -> lookAgain(heard));
    }
  }

  private void lookAgain(long before) {
    if (heardAt.getAsLong() == before) {
      ping.run();
      ping.run();
    }
    isWaiting.set(false);
    if (hasHeardMore) {
      heard();
    }
  }
}
