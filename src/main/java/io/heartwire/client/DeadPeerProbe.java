package io.heartwire.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Finds the end of a connection that the JDK's WebSocket misses.
 *
 * <p>Implementation notes. That WebSocket reads one step ahead. If it reads the end of the stream
 * while it still delivers a message, {@code TransportImpl.acknowledgeReception} throws an {@code
 * InternalError} that nobody catches, and neither {@code onClose} nor {@code onError} is ever
 * called (seen in JDK 17 and 25; a reset or a close frame is not missed). So an end may be hidden
 * behind any message, until the heartbeat finds it much later. Therefore a ping is sent when a
 * message is followed by silence, and two more if nothing comes back. If the peer is gone, its
 * system answers the first ping with a reset; writing the second fails, which the JDK reports as
 * success; writing the third fails and is reported. A connection on which nothing happens is not
 * probed.
 *
 * <p>Safe for use by any thread.
 */
final class DeadPeerProbe {
  static final Duration QUIET = Duration.ofSeconds(1);

  private final ClientTime time;
  private final LongSupplier heardAt;
  private final Runnable ping;
  private final AtomicBoolean isWaiting = new AtomicBoolean();
  private volatile boolean hasHeardMore;

  /**
   * @param heardAt when anything last came, pongs included
   * @param ping sends a ping; does nothing once the connection is over
   */
  DeadPeerProbe(ClientTime time, LongSupplier heardAt, Runnable ping) {
    this.time = time;
    this.heardAt = heardAt;
    this.ping = ping;
  }

  /** A message has been delivered. */
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
