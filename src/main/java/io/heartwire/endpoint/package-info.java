/**
 * The WebSocket endpoints: session events in, bytes out; everything in between is done elsewhere.
 *
 * <p>Nobody may use it; it is the only user of {@code jakarta.websocket} server types. Callbacks of
 * one session come one at a time on container threads and never block; what may block on a peer
 * runs on {@code WireThreads}.
 */
@NullMarked
package io.heartwire.endpoint;

import org.jspecify.annotations.NullMarked;
