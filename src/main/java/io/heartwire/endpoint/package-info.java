/**
 * The WebSocket endpoints and the portable transport. They pass session events to the protocols.
 *
 * <p>No other package may use it; it is the only user of {@code jakarta.websocket}. Events of one
 * session come one at a time, on event loops of {@code wire} or threads of the container, and never
 * block; calls that may block on a peer run on threads of {@code wire}'s pools.
 */
@Internal
@NullMarked
package io.heartwire.endpoint;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
