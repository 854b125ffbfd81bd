/**
 * A pool of sessions: connections that are open before they are needed, and used by one borrower at
 * a time.
 *
 * <p>It is for back ends that send now and then and should not pay a handshake each time. Public
 * types are safe for use by any thread. No code of the application is called with a lock held, and
 * only {@code borrow} and {@code close} block.
 */
@NullMarked
package io.heartwire.client.pool;

import org.jspecify.annotations.NullMarked;
