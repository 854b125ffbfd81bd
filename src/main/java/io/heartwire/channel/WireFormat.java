package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.connection.Message;
import org.jspecify.annotations.Nullable;

/**
 * How the news of a channel look on one kind of wire. Encoded once per format and shared by all
 * subscribers of that format.
 *
 * <p>An implementation is a constant without state; formats are compared by identity.
 */
public interface WireFormat {

  /**
   * @param previous the publication before, which every recipient of this message has; null if it
   *     has none, or if this format knows no deltas
   */
  Message publication(String channel, Publication publication, @Nullable Publication previous);

  /** Null where the format has no such news. */
  default @Nullable Message joined(String channel, ClientInfo client) {
    return null;
  }

  /** Null where the format has no such news. */
  default @Nullable Message left(String channel, ClientInfo client) {
    return null;
  }

  /** The same format for subscribers that understand deltas, or null if there is none. */
  default @Nullable WireFormat withDeltas() {
    return null;
  }
}
