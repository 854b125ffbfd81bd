/**
 * The Centrifuge client protocol, version 2: its commands and replies as values, and two codecs,
 * JSON and Protobuf, between those values and WebSocket frames.
 *
 * <p>Endpoints create its dialogues; it uses {@code channel}, {@code connection} and the values of
 * {@code broker}, such as publications. Values are immutable and codecs have no state, so any
 * thread may use them.
 */
@Internal
@NullMarked
package io.heartwire.protocol.centrifuge;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
