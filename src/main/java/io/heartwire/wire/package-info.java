/**
 * The transport below the container: event loops, one reader and one writer of frames, the closing
 * handshake, and limits on input.
 *
 * <p>It passes messages to a {@link io.heartwire.wire.FrameListener}, which {@code endpoint}
 * implements, and reaches the server by {@link io.heartwire.wire.WireServer}, which {@code liberty}
 * implements; only these two may use it. Code on an event loop never blocks; calls that may block
 * on a peer run in a {@link io.heartwire.wire.BlockingCallPool}.
 */
@Internal
@NullMarked
package io.heartwire.wire;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
