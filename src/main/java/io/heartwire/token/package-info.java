/**
 * Verifies JSON Web Tokens with the keys that are configured, or that an address offers, and reads
 * their claims as Centrifugo documents them.
 *
 * <p>{@code hub} asks it through {@link io.heartwire.hub.KeyedVerifier}; {@code health} and {@code
 * metrics} look at its keys. Safe for use by any thread; nothing blocks, and keys are fetched in
 * the background.
 */
@NullMarked
package io.heartwire.token;

import org.jspecify.annotations.NullMarked;
