/**
 * How an application's own beans are asked, and how they answer: the part that all hooks share.
 *
 * <p>{@code channel} and {@code hub} use it; it uses {@code time} and {@code config}. Whoever asks
 * waits for a stage: beans and observers are called on {@code ApplicationThreads} alone, which may
 * block, so many at once, and a {@code BeanGuard} around each bean bounds what one that hangs or
 * fails can take with it.
 */
@NullMarked
package io.heartwire.hook;

import org.jspecify.annotations.NullMarked;
