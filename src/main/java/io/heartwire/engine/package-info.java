/**
 * Picks the engine of this process, and offers its parts to whoever uses them.
 *
 * <p>The only place that names engines; nobody uses it. Its beans are made once, at the first use.
 */
@NullMarked
package io.heartwire.engine;

import org.jspecify.annotations.NullMarked;
