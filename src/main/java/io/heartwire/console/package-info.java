/**
 * Serves the page for people at {@code /} with the headers that keep foreign script out of it.
 *
 * <p>Nobody may use it; it uses no other package. Safe for any thread.
 */
@NullMarked
package io.heartwire.console;

import org.jspecify.annotations.NullMarked;
