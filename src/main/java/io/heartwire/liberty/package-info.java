/**
 * Everything that Open Liberty alone has, most of it reached by reflection: the connection below a
 * WebSocket session, and a handshake without what is done for its own sake.
 *
 * <p>The only place that names it, and nobody may use it: it implements {@code wire}'s {@code
 * WireServer}. Where the server is another one, or not as it is known, the gateway works without.
 * Safe for use by any thread.
 */
@NullMarked
package io.heartwire.liberty;

import org.jspecify.annotations.NullMarked;
