/**
 * Drives clients of the gateway's own through handshakes and messages before the gateway is ready,
 * so that a crowd of reconnecting clients does not meet a cold JVM.
 *
 * <p>{@code health} asks it how far it is. Its clients block, so they run on threads of their own;
 * all else is safe for use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.warmup;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
