/**
 * Everything that is specific to Open Liberty: access to the connection below a WebSocket session
 * and cheaper handshakes, both by reflection, and the detection of a stop.
 *
 * <p>It is the only package that names Liberty's classes, and no other package may use it: it
 * implements {@code wire}'s {@code WireServer} and {@code drain}'s {@code StopSignal}. On another
 * server or an unknown version the gateway works without it. Safe for use by any thread; one thread
 * of its own waits for the server to stop.
 */
@Internal
@NullMarked
package io.heartwire.liberty;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
