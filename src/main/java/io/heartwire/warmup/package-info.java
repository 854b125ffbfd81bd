/**
 * Drives the gateway's own handshake and message paths before it calls itself ready, so that a
 * crowd of reconnecting clients does not meet a cold JVM.
 *
 * <p>{@code admission} and {@code endpoint} ask it what to do with its clients, {@code health} how
 * far it is; it uses what conversations are made of, on objects of its own. Its clients block, so
 * they run on threads of their own; all else is safe for use by any thread.
 */
@NullMarked
package io.heartwire.warmup;

import org.jspecify.annotations.NullMarked;
