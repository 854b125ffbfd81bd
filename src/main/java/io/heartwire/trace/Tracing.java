package io.heartwire.trace;

import org.jspecify.annotations.Nullable;

/** Begins spans. Safe for use by any thread; nothing blocks, and nothing throws. */
@FunctionalInterface
public interface Tracing {
  /** The name of the HTTP header, and of the tag of a publication, that carries a context. */
  String TRACEPARENT = "traceparent";

  /** What there is without OpenTelemetry. */
  Tracing NONE = (step, parent) -> TraceSpan.NONE;

  /**
   * Begins a span, which the caller ends.
   *
   * @param parent the context that the step belongs to, as a {@code traceparent} of W3C Trace
   *     Context; null, or one that is malformed = the span of the present thread, else none
   */
  TraceSpan begin(Step step, @Nullable String parent);
}
