package io.heartwire.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A span of OpenTelemetry, with the context in which it is the present one. */
record OpenTelemetrySpan(Span span, Context here) implements TraceSpan {

  @Override
  public @Nullable String context() {
    Map<String, String> carrier = new HashMap<>();
    OpenTelemetryTracing.W3C.inject(here, carrier, (same, name, value) -> carrier.put(name, value));
    return carrier.get(Tracing.TRACEPARENT);
  }

  @Override
  public @Nullable String sampledContext() {
    return span.getSpanContext().isSampled() ? context() : null;
  }

  @Override
  public TraceSpan set(String name, String value) {
    span.setAttribute(name, value);
    return this;
  }

  @Override
  public TraceSpan set(String name, long value) {
    span.setAttribute(name, value);
    return this;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // whoever enters closes it
  public Entered enter() {
    SpanContext before = Span.current().getSpanContext();
    Scope scope = here.makeCurrent();
    note(span.getSpanContext());
    return () -> {
      note(before);
      scope.close();
    };
  }

  private static void note(SpanContext context) {
    if (context.isSampled()) {
      LogFields.put(LogFields.TRACE, context.getTraceId());
    } else {
      LogFields.remove(LogFields.TRACE);
    }
  }

  @Override
  public void end(@Nullable Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
    }
    span.end();
  }
}
