package io.heartwire.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.HandMadeBeans;
import io.heartwire.testkit.LogCapture;
import org.junit.jupiter.api.Test;

class TracingProducerTest {

  @Test
  void whatDoesNotWorkIsSaidOnceAndLeavesEverythingUntraced() {
    try (LogCapture log = new LogCapture(TracingProducer.class)) {
      Tracing tracing = new TracingProducer(HandMadeBeans.of()).tracing(); // can't look for types

      assertThat(tracing).isSameAs(Tracing.NONE);
      assertThat(log.lines()).singleElement().asString().contains("no traces");
    }
    TraceSpan span = Tracing.NONE.begin(Step.API, "00-a-b-01").set("a", "b").set("c", 1);
    assertThat(span.context()).isNull();
    assertThat(span.sampledContext()).isNull();
  }
}
