/**
 * Sees clients off: closes connections at a pace that the rest of the world can take, with advice
 * when to come back, before this gateway stops or when others are to get their share.
 *
 * <p>{@code api} and {@code liberty} start it, {@code admission}, {@code health} and {@code
 * metrics} look at it; it acts on {@code connection}. Connections are closed by one task of a
 * managed executor; all else is safe for use by any thread and blocks nobody, but for {@code
 * StopDrain}.
 */
@NullMarked
package io.heartwire.drain;

import org.jspecify.annotations.NullMarked;
