/**
 * Everything that Open Liberty alone has: the connection below a WebSocket session and a handshake
 * without what is done for its own sake, both reached by reflection; and how it says that it is
 * about to stop.
 *
 * <p>The only place that names it, and nobody may use it: it implements {@code wire}'s {@code
 * WireServer} and {@code drain}'s {@code StopSignal}. Where the server is another one, or not as it
 * is known, the gateway works without. Safe for use by any thread; one thread of its own waits for
 * the server to stop.
 */
@NullMarked
package io.heartwire.liberty;

import org.jspecify.annotations.NullMarked;
