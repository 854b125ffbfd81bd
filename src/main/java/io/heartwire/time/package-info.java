/**
 * The only reader of clocks: monotonic nanoseconds for ages, wall-clock time for people.
 *
 * <p>Every package may use it. All types are safe for use by any thread.
 */
@NullMarked
package io.heartwire.time;

import org.jspecify.annotations.NullMarked;
