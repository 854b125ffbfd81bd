/**
 * The only package that reads clocks: monotonic nanoseconds for ages, wall-clock time for people.
 * It runs every {@code PeriodicTask} once a second.
 *
 * <p>Every package may use it. All types are safe for use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.time;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
