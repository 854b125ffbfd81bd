/**
 * Verifies JSON Web Tokens with configured keys or a key set at a URL, and reads their claims as
 * Centrifugo documents them.
 *
 * <p>{@code hub} asks it through {@link io.heartwire.hub.KeyedVerifier}; {@code health} and {@code
 * metrics} read the state of its keys. Safe for use by any thread. Nothing blocks; keys are fetched
 * in the background.
 */
@Internal
@NullMarked
package io.heartwire.token;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
