/**
 * What several parts of the gateway need to speak HTTP below a servlet or a filter: bounded bodies,
 * answers in JSON that may come later, and files under a strict policy.
 *
 * <p>{@code api}, {@code console} and {@code page} use it; it uses no other package. Safe for use
 * by any thread; nothing waits for a client.
 */
@Internal
@NullMarked
package io.heartwire.http;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
