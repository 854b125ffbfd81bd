package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.connection.Message;
import io.heartwire.time.TimeSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the publications that are measured from {@link Channels#publish} until they are written
 * to sockets. It chooses so few that measuring costs next to nothing: after one of them it chooses
 * none for 10 ms, and for 0.1 ms times the number of recipients. So at most 100 publications and
 * about 10,000 writes a second are measured.
 *
 * <p>One publication is measured at a time. When the broker delivers it, it is recognised by its
 * channel and its data, so the broker may deliver a copy. A publication that is not delivered to
 * this node within a second is given up.
 *
 * <p>Safe for use by any thread. A publication that is not measured costs two or three reads of
 * fields that seldom change.
 */
final class PublishSampler {
  static final long PAUSE_NANOS = 10_000_000;
  static final long PAUSE_FOR_EACH_RECIPIENT_NANOS = 100_000;
  static final long PATIENCE_NANOS = 1_000_000_000;

  private record Sample(String channel, Payload data, long at) {}

  private final TimeSource time;
  private final AtomicReference<@Nullable Sample> underWay = new AtomicReference<>();
  private volatile boolean isDue = true;
  private volatile long nextAt;

  PublishSampler(TimeSource time) {
    this.time = time;
  }

  /** A publication is about to be handed to the broker. */
  void publishing(String channel, Payload data) {
    if (isDue) {
      long now = time.nanos();
      nextAt = now + PATIENCE_NANOS;
      isDue = false;
      underWay.set(new Sample(channel, data, now)); // of two at the same time the last is measured
    }
  }

  /** When the publication was published if it is to be measured, or {@link Message#UNMEASURED}. */
  long begun(String channel, Payload data) {
    Sample sample = underWay.get();
    if (sample == null || !sample.channel.equals(channel) || !sample.data.equals(data)) {
      return Message.UNMEASURED;
    }
    return underWay.compareAndSet(sample, null) ? sample.at : Message.UNMEASURED;
  }

  /**
   * A publication has been handed to its subscribers.
   *
   * @param begun what {@link #begun} said of it
   */
  void delivered(long now, long begun, int recipients) {
    if (begun != Message.UNMEASURED) {
      nextAt = now + Math.max(PAUSE_NANOS, recipients * PAUSE_FOR_EACH_RECIPIENT_NANOS);
    } else if (!isDue && now - nextAt >= 0) {
      isDue = true;
    }
  }
}
