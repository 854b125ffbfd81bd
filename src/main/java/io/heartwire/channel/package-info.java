/**
 * Named channels: who is subscribed, what each client may do there by the namespace's rules, the
 * fan-out of what is published, history, recovery and presence.
 *
 * <p>Protocols, {@code hub} and {@code api} use it; it uses {@code connection}, {@code broker} and
 * {@code hook}. Safe for use by any thread and nothing blocks; publications to one channel reach
 * all its subscribers in one order.
 */
@NullMarked
package io.heartwire.channel;

import org.jspecify.annotations.NullMarked;
