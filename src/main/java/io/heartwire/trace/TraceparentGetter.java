package io.heartwire.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets OpenTelemetry read a {@code traceparent}. */
final class TraceparentGetter implements TextMapGetter<String> {

  @Override
  public Iterable<String> keys(String traceparent) {
    return List.of(Tracing.TRACEPARENT);
  }

  @Override
  public @Nullable String get(@Nullable String traceparent, String key) {
    return key.equals(Tracing.TRACEPARENT) ? traceparent : null;
  }
}
