/**
 * The raw protocol of {@code /ws/{channel}}: an incoming message is a publication, and each
 * publication is an outgoing message, without any framing.
 *
 * <p>Endpoints create its dialogues; it uses {@code hub}, {@code channel} and {@code connection}.
 */
@Internal
@NullMarked
package io.heartwire.protocol.raw;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
