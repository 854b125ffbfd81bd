/**
 * Clients of the gateway's own, which connect to its port as others do: they test at the start that
 * clients are served and that the wire works, and {@code warmup} makes more of them. They are known
 * by a secret and served by a {@link io.heartwire.selftest.Sandbox}, so that no rule refuses them,
 * no figure counts them and no bean of the application hears of them.
 *
 * <p>{@code admission} and {@code endpoint} ask it who is such a client. Clients block, so they run
 * on threads of their own; all else is safe for use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.selftest;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
