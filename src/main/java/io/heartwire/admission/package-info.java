/**
 * Admission control: decides before the upgrade which clients are admitted, while a refusal still
 * costs little.
 *
 * <p>The servlet container calls it; it uses {@code hub} for tokens, {@code channel} for names and
 * {@code connection} to admit clients to the pool. Safe for use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.admission;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
