/**
 * Deltas between one publication and the next, for clients that ask for them.
 *
 * <p>The dialogues of {@code protocol.centrifuge} use it; it uses nothing. Pure functions, safe for
 * use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.protocol.centrifuge.delta;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
