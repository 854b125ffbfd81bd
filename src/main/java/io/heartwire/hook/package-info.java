/**
 * How an application's own beans are asked, and how they answer: the part that all hooks share.
 *
 * <p>{@code channel} and {@code hub} use it; it uses {@code time} and {@code config}. Hooks are
 * called by any thread, also those of the container: they must not block, and a {@code Guard}
 * around each bounds what one that does, hangs or fails can take with it. Event loops do not call
 * them: {@code ApplicationBeans} knows whether there are any.
 */
@NullMarked
package io.heartwire.hook;

import org.jspecify.annotations.NullMarked;
