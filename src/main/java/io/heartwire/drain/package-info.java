/**
 * Graceful shutdown and rebalancing: closes connections at a limited rate, with advice when to
 * reconnect, before this gateway stops or to give other nodes a share of its clients.
 *
 * <p>{@code api} and {@code liberty} start it, {@code admission}, {@code health} and {@code
 * metrics} read its state; it acts on {@code connection}. One task of a managed executor closes the
 * connections. All else is safe for use by any thread, and nothing but {@code StopDrain} blocks.
 */
@Internal
@NullMarked
package io.heartwire.drain;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
