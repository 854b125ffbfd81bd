package io.heartwire.broker;

/**
 * Where a broker delivers to: everything of the channels that this node subscribed to.
 *
 * <p>Calls for one channel come one at a time, each after the one before has returned and with all
 * its effects visible, though not always on the same thread; publications come in the order of the
 * stream. Calls for different channels come concurrently.
 *
 * <p>A call comes on a publisher's thread. It must not block: the channel waits for it, and so may
 * the publisher's connection. No lock of the broker is held meanwhile, so it may call the broker,
 * also for the same channel; what it publishes there is delivered after it has returned. What it
 * throws is counted and logged by the broker and reaches nobody else.
 */
public interface BrokerListener {

  /**
   * Something was published.
   *
   * @param position where the stream stands behind this publication: its offset with the epoch of
   *     the stream; {@link StreamPosition#NONE} for one without history. An epoch other than the
   *     last one's says that the stream began anew and its earlier offsets mean nothing
   */
  void publication(String channel, Publication publication, StreamPosition position);

  void joined(String channel, ClientInfo client);

  void left(String channel, ClientInfo client);
}
