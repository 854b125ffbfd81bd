/**
 * The WebSocket endpoints: session events in, and the portable wire; everything in between is done
 * elsewhere.
 *
 * <p>Nobody may use it; it is the only user of {@code jakarta.websocket}. Events of one session
 * come one at a time, on event loops of {@code wire} or threads of the container, and never block;
 * what may block on a peer runs on threads that {@code wire} keeps for it.
 */
@NullMarked
package io.heartwire.endpoint;

import org.jspecify.annotations.NullMarked;
