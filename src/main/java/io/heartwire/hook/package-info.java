/**
 * How an application's own beans are asked, and how they answer: the part that all hooks share.
 *
 * <p>{@code channel} and {@code hub} use it; it uses {@code time} and {@code config}. Hooks are
 * called by any thread, also those of the container: they must not block.
 */
@NullMarked
package io.heartwire.hook;

import org.jspecify.annotations.NullMarked;
