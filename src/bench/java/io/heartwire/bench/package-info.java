/**
 * A load generator against a running gateway: many connections in one process, one thread.
 *
 * <p>Not part of the gateway. Traffic stays on loopback, and every loop is bounded.
 */
@NullMarked
package io.heartwire.bench;

import org.jspecify.annotations.NullMarked;
