/**
 * The wire below the container: event loops, one reader and one writer of frames, the closing
 * handshake, and the limits on what is read.
 *
 * <p>It tells a {@link io.heartwire.wire.FrameListener}, which {@code endpoint} implements, and
 * knows the server by {@link io.heartwire.wire.WireServer}, which {@code liberty} implements; only
 * these two may use it. What a loop runs never waits; what may block on a peer runs in a {@link
 * io.heartwire.wire.BlockingCallPool}.
 */
@NullMarked
package io.heartwire.wire;

import org.jspecify.annotations.NullMarked;
