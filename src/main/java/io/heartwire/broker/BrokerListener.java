package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.Set;

/**
 * The receiver of publications, joins and leaves of the channels that this node is subscribed to.
 *
 * <p>Calls for one channel come one at a time, each after the one before has returned and with all
 * its effects visible, though not always on the same thread; publications come in the order of the
 * stream. Calls for different channels come concurrently.
 *
 * <p>Calls come on a publisher's thread. They must not block: the channel waits for them, and the
 * publisher's connection may, too. No lock of the broker is held, so a call may use the broker,
 * also for the same channel; what it publishes there is delivered after it has returned. The broker
 * counts and logs what a call throws; it reaches no caller.
 */
@Internal
public interface BrokerListener {

  /**
   * A publication of a channel.
   *
   * @param position the stream position after this publication: its offset with the stream's epoch;
   *     {@link StreamPosition#NONE} for one without history. If the epoch differs from the last
   *     one's, the stream has started again, and earlier offsets have no meaning
   */
  void publication(String channel, Publication publication, StreamPosition position);

  void joined(String channel, ClientInfo client);

  void left(String channel, ClientInfo client);

  /**
   * Deliveries of these channels may have been missed, and can't be had any more, or their streams
   * have started again: who needs every publication compares its position now. Comes in no order
   * with the publications.
   */
  void interrupted(Set<String> channels);
}
