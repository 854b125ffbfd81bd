/**
 * The server API over HTTP for back ends: publish, look at and act on clients, {@code POST
 * /api/<method>} as Centrifugo v6 has it.
 *
 * <p>Nobody but {@code web} may use it; it uses {@code hub}, {@code channel} and what they need.
 * Any thread of the container calls it, and none waits: answers come as stages.
 */
@Internal
@NullMarked
package io.heartwire.api;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
