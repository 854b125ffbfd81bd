package io.heartwire.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("the fields of log lines")
class OpenTelemetryTracingTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00-" + ID + "-00f067aa0ba902b7-01";

  private final List<SpanData> exported = new ArrayList<>();
  private final Map<String, String> fields = new HashMap<>();

  @AfterEach
  void logAsBefore() {
    LogFields.toNowhere();
  }

  @Test
  void aSpanBelongsToTheTraceOfTheCallerAndHandsItOn() {
    Tracing tracing = tracing(Sampler.parentBased(Sampler.alwaysOff()));

    TraceSpan api = tracing.begin(Step.API, CALLER).set("heartwire.method", "publish");
    TraceSpan publish = tracing.begin(Step.PUBLISH, api.context());
    publish.end(new IllegalStateException("no Redis"));
    api.end(null);

    assertThat(api.sampledContext()).startsWith("00-" + ID).endsWith("-01");
    assertThat(exported).extracting(SpanData::getTraceId).containsExactly(ID, ID);
    assertThat(exported)
        .extracting(SpanData::getName)
        .containsExactly("heartwire publish", "heartwire api");
    assertThat(exported)
        .extracting(SpanData::getKind)
        .containsExactly(SpanKind.PRODUCER, SpanKind.SERVER);
    assertThat(exported.get(0).getParentSpanId()).isEqualTo(exported.get(1).getSpanId());
    assertThat(exported.get(1).getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(exported.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void whatACallerDoesNotRecordIsNotRecordedHereAndSaysSo() {
    Tracing tracing = tracing(Sampler.parentBased(Sampler.alwaysOn()));

    TraceSpan span = tracing.begin(Step.API, "00-" + ID + "-00f067aa0ba902b7-00");
    span.end(null);

    assertThat(span.context()).startsWith("00-" + ID).endsWith("-00");
    assertThat(span.sampledContext()).isNull();
    assertThat(exported).isEmpty();
  }

  @Test
  void aMalformedContextBeginsATraceOfItsOwn() {
    Tracing tracing = tracing(Sampler.alwaysOn());

    for (String malformed : List.of("", "nonsense", "00-0-0-01", CALLER.toUpperCase())) {
      tracing.begin(Step.API, malformed).end(null);
    }

    assertThat(exported).hasSize(4);
    assertThat(exported).extracting(SpanData::getParentSpanId).containsOnly("0000000000000000");
  }

  @Test
  void theSpanOfTheThreadIsNearerThanTheCallersIfBothAreOfOneTrace() {
    Tracing tracing = tracing(Sampler.alwaysOn());

    TraceSpan server = tracing.begin(Step.API, CALLER);
    try (TraceSpan.Entered here = server.enter()) {
      tracing.begin(Step.PUBLISH, CALLER).end(null);
      tracing.begin(Step.RECOVER, null).end(null);
    }
    tracing.begin(Step.RECOVER, null).end(null);
    server.end(null);

    String above = exported.get(3).getSpanId();
    assertThat(exported)
        .extracting(SpanData::getParentSpanId)
        .containsExactly(above, above, "0000000000000000", "00f067aa0ba902b7");
  }

  @Test
  void logLinesHaveTheTraceWhileTheThreadWorksForIt() {
    Tracing tracing = tracing(Sampler.alwaysOn());
    LogFields.to(new MapSink(fields));

    TraceSpan outer = tracing.begin(Step.API, CALLER);
    try (TraceSpan.Entered here = outer.enter()) {
      try (TraceSpan.Entered deeper = tracing.begin(Step.PUBLISH, null).enter()) {
        assertThat(fields).containsEntry(LogFields.TRACE, ID);
      }
      assertThat(fields).containsEntry(LogFields.TRACE, ID);
      LogFields.about("c1", () -> assertThat(fields).containsEntry(LogFields.CONNECTION, "c1"));
    }
    assertThat(fields).isEmpty();
  }

  @Test
  void withoutAnExporterThereIsNothing() {
    assertThat(OpenTelemetryTracing.of(OpenTelemetry.noop())).isNull();
    assertThat(exported).isEmpty();
  }

  private Tracing tracing(Sampler sampler) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setSampler(sampler)
            .addSpanProcessor(SimpleSpanProcessor.create(new ListExporter(exported)))
            .build();
    Tracing tracing =
        OpenTelemetryTracing.of(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    assertThat(tracing).isNotNull();
    assertThat(exported).as("finding out leaves no trace").isEmpty();
    return tracing;
  }

  private record MapSink(Map<String, String> fields) implements LogFields.Sink {

    @Override
    public void put(String name, String value) {
      fields.put(name, value);
    }

    @Override
    public void remove(String name) {
      fields.remove(name);
    }
  }

  private record ListExporter(List<SpanData> exported) implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      exported.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
