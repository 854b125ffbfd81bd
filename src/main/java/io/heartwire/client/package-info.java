/**
 * The Java client: a connection to Heartwire, or to any WebSocket server, that knows its state,
 * comes back by itself, and says the truth about every request.
 *
 * <p>Uses nothing of the server and is built as a jar of its own. All public types are safe for use
 * by any thread; listeners of one client are called one after the other.
 */
@NullMarked
package io.heartwire.client;

import org.jspecify.annotations.NullMarked;
