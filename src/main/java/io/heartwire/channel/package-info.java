/**
 * Named channels: subscriptions, permissions by namespace, fan-out of publications, history,
 * recovery and presence.
 *
 * <p>Protocols, {@code hub} and {@code api} use it; it uses {@code connection}, {@code broker} and
 * {@code hook}. Safe for use by any thread. Nothing blocks. Publications to one channel reach all
 * its subscribers in one order.
 */
@NullMarked
package io.heartwire.channel;

import org.jspecify.annotations.NullMarked;
