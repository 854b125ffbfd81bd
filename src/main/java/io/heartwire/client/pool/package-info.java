/**
 * Ready sessions to borrow and give back: connections that are open before they are needed, and
 * used by one borrower at a time.
 *
 * <p>For back ends that send now and then and do not want to pay a handshake for it. Public types
 * are safe for use by any thread; nothing is called while a lock is held, and nothing but {@code
 * borrow} and {@code close} waits.
 */
@NullMarked
package io.heartwire.client.pool;

import org.jspecify.annotations.NullMarked;
