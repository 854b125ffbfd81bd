/**
 * Named channels: who is subscribed, and the fan-out of what is published.
 *
 * <p>Protocols use it; it uses {@code connection}. Safe for use by any thread; publications to one
 * channel reach all its subscribers in one order.
 */
@NullMarked
package io.heartwire.channel;

import org.jspecify.annotations.NullMarked;
