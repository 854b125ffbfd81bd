/**
 * The Centrifuge client protocol, version 2: its vocabulary as values, and two codecs, JSON and
 * Protobuf, between those values and the frames of a WebSocket.
 *
 * <p>Endpoints create its dialogues; it uses {@code channel}, {@code connection} and the values of
 * {@code broker}, such as publications. Values are immutable and codecs have no state of their own:
 * any thread may use them.
 */
@NullMarked
package io.heartwire.protocol.centrifuge;

import org.jspecify.annotations.NullMarked;
