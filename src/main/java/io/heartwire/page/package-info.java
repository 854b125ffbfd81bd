/**
 * Serves the page for people with the headers that keep foreign script out of it.
 *
 * <p>Nobody but {@code web} may use it; it uses {@code http}. Safe for any thread.
 */
@Internal
@NullMarked
package io.heartwire.page;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
