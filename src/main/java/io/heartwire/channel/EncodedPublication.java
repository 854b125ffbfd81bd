package io.heartwire.channel;

import io.heartwire.broker.Publication;
import io.heartwire.connection.Message;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One publication with its encodings, each made once, when the first subscriber of a wire format
 * needs it.
 *
 * <p>Not thread-safe: used by the delivering thread only.
 */
final class EncodedPublication {
  private static final int USUAL = 2;

  /** With more formats than this, a map is faster than a look at each. */
  private static final int MOST_LISTED = 16;

  private final String channel;
  private final String epoch;
  private final Publication publication;
  private final @Nullable Publication previous;
  private final EncodingFailures failures;
  private final long measuredSince;
  private WireFormat[] formats = new WireFormat[USUAL];
  private @Nullable Message[] messages = new Message[USUAL];
  private boolean[] deltas = new boolean[USUAL];
  private int count;
  private @Nullable Map<WireFormat, @Nullable Message> others; // without deltas, beyond the list

  /**
   * @param measuredSince see {@link Message#measureSince}
   */
  EncodedPublication(
      String channel,
      String epoch,
      Publication publication,
      @Nullable Publication previous,
      EncodingFailures failures,
      long measuredSince) {
    this.failures = failures;
    this.measuredSince = measuredSince;
    this.channel = channel;
    this.epoch = epoch;
    this.publication = publication;
    this.previous = previous;
  }

  Publication publication() {
    return publication;
  }

  /** The publication before, or null if the channel does not keep it. */
  @Nullable Publication previous() {
    return previous;
  }

  /** Returns the message in a format, or null if it cannot be encoded. */
  @Nullable Message in(WireFormat format, boolean asDelta) {
    for (int i = 0; i < count; i++) {
      if (formats[i] == format && deltas[i] == asDelta) {
        return messages[i];
      }
    }
    if (others != null && !asDelta && others.containsKey(format)) {
      return others.get(format);
    }
    Message message =
        failures.guard(
            channel,
            () -> format.publication(channel, epoch, publication, asDelta ? previous : null));
    if (message != null) {
      message.measureSince(measuredSince);
    }
    remember(format, asDelta, message);
    return message;
  }

  private void remember(WireFormat format, boolean asDelta, @Nullable Message message) {
    if (count == MOST_LISTED && !asDelta) {
      if (others == null) {
        others = new IdentityHashMap<>();
      }
      others.put(format, message);
      return;
    }
    if (count == formats.length) {
      formats = Arrays.copyOf(formats, 2 * count);
      messages = Arrays.copyOf(messages, 2 * count);
      deltas = Arrays.copyOf(deltas, 2 * count);
    }
    formats[count] = format;
    messages[count] = message;
    deltas[count] = asDelta;
    count++;
  }
}
