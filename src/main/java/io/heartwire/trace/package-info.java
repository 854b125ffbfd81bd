/**
 * Traces by OpenTelemetry, where the server has it: what was published, which nodes it went to, who
 * was let in. One small interface, {@link io.heartwire.trace.Tracing}; without OpenTelemetry there
 * is one that does nothing.
 *
 * <p>All packages of the server may use it, and it alone knows OpenTelemetry. Safe for any thread.
 */
@Internal
@NullMarked
package io.heartwire.trace;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
