/**
 * The connection pool: connections with their state and bounded outgoing queue, and the one
 * registry that admits, indexes, counts and releases them.
 *
 * <p>Protocols, channels, the heartbeat and everything that watches use it; it uses {@code time}
 * and {@code config}. All public types are safe for use by any thread, and none of their methods
 * blocks.
 */
@NullMarked
package io.heartwire.connection;

import org.jspecify.annotations.NullMarked;
