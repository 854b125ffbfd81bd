/**
 * Differences between one publication and the next, for clients that ask for them.
 *
 * <p>The dialogues of {@code protocol.centrifuge} use it; it uses nothing. Functions of their
 * arguments, so that any thread may call them.
 */
@NullMarked
package io.heartwire.protocol.centrifuge.delta;

import org.jspecify.annotations.NullMarked;
