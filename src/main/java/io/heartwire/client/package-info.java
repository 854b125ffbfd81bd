/**
 * The Java client: a connection to Heartwire, or to any WebSocket server, that knows its state,
 * reconnects by itself, and tells the outcome of every request.
 *
 * <p>It uses nothing of the server and is an artifact of its own, {@code heartwire-client}. All
 * public types are safe for use by any thread; listeners of one client are called one after the
 * other.
 */
@NullMarked
package io.heartwire.client;

import org.jspecify.annotations.NullMarked;
