/**
 * STOMP 1.2 and 1.1 at {@code /stomp}: frames, sessions, and what destinations mean.
 *
 * <p>Endpoints create its dialogues; it uses {@code hub}, {@code channel}, {@code queue} and {@code
 * connection}. Frames of one connection come one at a time and are carried out one after the other;
 * nothing blocks. Source: <a href="https://stomp.github.io/stomp-specification-1.2.html">STOMP
 * 1.2</a>.
 */
@Internal
@NullMarked
package io.heartwire.protocol.stomp;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
