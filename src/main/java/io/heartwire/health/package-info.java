/**
 * MicroProfile Health checks that a platform can act on: each reads counters and nothing else.
 *
 * <p>Nobody may use it; it reads {@code connection}, {@code drain}, {@code heartbeat}, {@code
 * hook}, {@code warmup} and {@code token}. Safe for any thread.
 */
@NullMarked
package io.heartwire.health;

import org.jspecify.annotations.NullMarked;
