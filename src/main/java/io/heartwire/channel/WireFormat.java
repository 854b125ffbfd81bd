package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.connection.Message;
import io.heartwire.visibility.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the publications, joins and leaves of a channel for one protocol format. Each is encoded
 * once per format and shared by all subscribers of that format.
 *
 * <p>An implementation is a constant without state; formats are compared by identity.
 */
@Internal
public interface WireFormat {

  /**
   * @param previous the publication to which a delta may be made, since every recipient has it;
   *     null if there is none, or if this format has no deltas
   */
  Message publication(String channel, Publication publication, @Nullable Publication previous);

  /** The same, for a format that shows the epoch of the stream, too. */
  default Message publication(
      String channel, String epoch, Publication publication, @Nullable Publication previous) {
    return publication(channel, publication, previous);
  }

  /** Returns null if the format has no such message. */
  default @Nullable Message joined(String channel, ClientInfo client) {
    return null;
  }

  /** Returns null if the format has no such message. */
  default @Nullable Message left(String channel, ClientInfo client) {
    return null;
  }

  /** The same format for subscribers that understand deltas, or null if there is none. */
  default @Nullable WireFormat withDeltas() {
    return null;
  }
}
