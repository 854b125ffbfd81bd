/**
 * The memory engine of a single node: streams, presence and idempotency keys in memory, all of them
 * bounded, and lost with the process.
 *
 * <p>Only the producer that selects the engine and the packages that show its figures use it; it
 * uses {@code broker}, {@code time} and {@code config}. Safe for use by any thread. Nothing blocks.
 * The listener is called once at a time for each channel, with no lock held.
 */
@Internal
@NullMarked
package io.heartwire.broker.memory;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
