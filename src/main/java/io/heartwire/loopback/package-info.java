/**
 * What the gateway needs in order to be its own client: where it listens, and a pass by which it
 * knows itself among all others.
 *
 * <p>{@code warmup} and {@code drain} may use it. Immutable, so safe for use by any thread.
 */
@NullMarked
package io.heartwire.loopback;

import org.jspecify.annotations.NullMarked;
