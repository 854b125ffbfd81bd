/**
 * Decides who comes in, before the upgrade, while a refusal still costs next to nothing.
 *
 * <p>The servlet container calls it; it uses {@code hub} for tokens, {@code channel} for names and
 * {@code connection} to take clients in. Safe for use by any thread.
 */
@NullMarked
package io.heartwire.admission;

import org.jspecify.annotations.NullMarked;
