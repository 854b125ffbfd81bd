/**
 * The clients of channel protocols: who they are, what the server may do to them from its side, and
 * what an application plugs in for them: hooks, methods, the verification of tokens.
 *
 * <p>{@code protocol}, {@code admission} and {@code api} use it; it uses {@code channel}, {@code
 * hook}, {@code connection} and {@code broker}'s data. Safe for use by any thread, and nothing
 * blocks.
 */
@NullMarked
package io.heartwire.hub;

import org.jspecify.annotations.NullMarked;
