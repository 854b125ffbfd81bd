package io.heartwire.channel;

import io.heartwire.connection.Message;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts and logs messages that a wire format cannot encode. The clients of that format do not get
 * such a message, all others do. No connection is closed for it, since a client that recovers would
 * get the same message again. Safe for use by any thread.
 */
final class EncodingFailures {
  private static final Logger LOG = Logger.getLogger(EncodingFailures.class.getName());

  private final LongAdder count = new LongAdder();
  private final LogThrottle log;

  EncodingFailures(TimeSource time) {
    this.log = new LogThrottle(time);
  }

  /** Returns the encoded message, or null if encoding fails. */
  @Nullable Message guard(String channel, Supplier<@Nullable Message> encoding) {
    try {
      return encoding.get();
    } catch (RuntimeException failure) {
      count.increment();
      if (log.permits()) {
        LOG.log(
            Level.WARNING,
            failure,
            () ->
                "A message of channel %s cannot be encoded, and was left out; see"
                        .formatted(channel)
                    + " heartwire_encodings_failed_total. Publish valid data");
      }
      return null;
    }
  }

  long count() {
    return count.sum();
  }
}
