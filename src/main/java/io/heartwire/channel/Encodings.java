package io.heartwire.channel;

import io.heartwire.broker.Publication;
import io.heartwire.connection.Message;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One publication on its way to many subscribers, in each wire format once, when first asked for.
 *
 * <p>Confined to the thread that delivers.
 */
final class Encodings {
  private static final int USUAL = 2;

  private final String channel;
  private final Publication publication;
  private final @Nullable Publication previous;
  private WireFormat[] formats = new WireFormat[USUAL];
  private Message[] messages = new Message[USUAL];
  private boolean[] deltas = new boolean[USUAL];
  private int count;

  Encodings(String channel, Publication publication, @Nullable Publication previous) {
    this.channel = channel;
    this.publication = publication;
    this.previous = previous;
  }

  Publication publication() {
    return publication;
  }

  /** What was published before, where the channel remembers it. */
  @Nullable Publication previous() {
    return previous;
  }

  Message in(WireFormat format, boolean asDelta) {
    for (int i = 0; i < count; i++) {
      if (formats[i] == format && deltas[i] == asDelta) {
        return messages[i];
      }
    }
    Message message = format.publication(channel, publication, asDelta ? previous : null);
    remember(format, asDelta, message);
    return message;
  }

  private void remember(WireFormat format, boolean asDelta, Message message) {
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
