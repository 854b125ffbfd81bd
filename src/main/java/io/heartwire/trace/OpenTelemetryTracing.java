package io.heartwire.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.enterprise.inject.Instance;
import org.jspecify.annotations.Nullable;

/**
 * By OpenTelemetry. Loaded only where its classes are, and no bean, as its helpers: see {@code
 * beans.xml}.
 *
 * <p>Contexts are always those of W3C Trace Context, whatever propagators the server has: nodes
 * understand each other, and an envelope has one field for it.
 */
final class OpenTelemetryTracing implements Tracing {
  static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  private final Tracer tracer;

  private OpenTelemetryTracing(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("io.heartwire");
  }

  /**
   * By the server's, or null if it has none that is switched on.
   *
   * @param beans all beans
   */
  static @Nullable Tracing find(Instance<Object> beans) {
    Instance<OpenTelemetry> found = beans.select(OpenTelemetry.class);
    return found.isResolvable() ? of(found.get()) : null;
  }

  /** By this one, or null if it is switched off. */
  static @Nullable Tracing of(OpenTelemetry telemetry) {
    OpenTelemetryTracing tracing = new OpenTelemetryTracing(telemetry);
    return tracing.isOn() ? tracing : null;
  }

  /** One that is switched off makes spans without an identity. */
  private boolean isOn() {
    Span neverEnded = tracer.spanBuilder("trial").setNoParent().startSpan(); // so nobody records it
    return neverEnded.getSpanContext().isValid();
  }

  @Override
  public TraceSpan begin(Step step, @Nullable String parent) {
    Context above = above(Context.current(), parent);
    Span span =
        tracer.spanBuilder(step.spanName()).setParent(above).setSpanKind(kindOf(step)).startSpan();
    return new OpenTelemetrySpan(span, above.with(span));
  }

  /** A span of this thread that belongs to the same trace is nearer: the server's own, say. */
  private static Context above(Context here, @Nullable String parent) {
    if (parent == null) {
      return here;
    }
    Context given = W3C.extract(here, parent, new TraceparentGetter());
    return traceOf(given).equals(traceOf(here)) ? here : given;
  }

  private static String traceOf(Context context) {
    return Span.fromContext(context).getSpanContext().getTraceId();
  }

  private static SpanKind kindOf(Step step) {
    return switch (step) {
      case CONNECT, API -> SpanKind.SERVER;
      case PUBLISH -> SpanKind.PRODUCER;
      case DELIVER -> SpanKind.CONSUMER;
      case RECOVER -> SpanKind.INTERNAL;
    };
  }
}
