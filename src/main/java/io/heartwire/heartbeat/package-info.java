/**
 * The heartbeat: one scheduled sweep judges every connection by its liveness facts, pings the
 * silent ones, marks the stale ones and closes the dead ones.
 *
 * <p>Health and metrics read it; it uses {@code connection}, {@code time} and {@code config}. The
 * sweep runs on one managed thread at a time and never blocks; figures may be read by any thread.
 */
@Internal
@NullMarked
package io.heartwire.heartbeat;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
