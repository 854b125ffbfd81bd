/**
 * MicroProfile Health checks for the platform: each reads only counters.
 *
 * <p>No other package may use it; it reads {@code connection}, {@code drain}, {@code heartbeat},
 * {@code hook}, {@code warmup} and {@code token}. Safe for use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.health;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
