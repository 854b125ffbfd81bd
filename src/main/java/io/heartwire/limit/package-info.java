/**
 * Token buckets: how much somebody may use a second, and how much at once.
 *
 * <p>Whoever limits something may use it; it uses {@code time} and nothing else of the gateway. A
 * bucket belongs to one thread at a time, or is made to be shared.
 */
@NullMarked
package io.heartwire.limit;

import org.jspecify.annotations.NullMarked;
