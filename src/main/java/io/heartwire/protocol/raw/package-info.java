/**
 * The raw protocol of {@code /ws/{channel}}: no framing, no library; a message in is a publication,
 * a publication is a message out.
 *
 * <p>Endpoints create its dialogues; it uses {@code hub}, {@code channel} and {@code connection}.
 */
@NullMarked
package io.heartwire.protocol.raw;

import org.jspecify.annotations.NullMarked;
