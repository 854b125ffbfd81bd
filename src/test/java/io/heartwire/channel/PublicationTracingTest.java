package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestTraces;
import io.heartwire.testkit.TestTraces.Recorded;
import io.heartwire.trace.Step;
import io.heartwire.trace.Tracing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationTracingTest extends ChannelFixture {
  private static final String CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final TestTraces traces = kit.traces;

  PublicationTracingTest() {
    super(
        Map.of(
            "heartwire.channel.namespaces", "kept, room, delta, told",
            "heartwire.channel.told.history-size", "5",
            "heartwire.channel.told.history-ttl", "60s",
            "heartwire.channel.told.trace-tags", "true"));
    traces.isOn = true;
  }

  @Test
  void aNodeAddsOneSpanForAllItsSubscribers() {
    join(client(), NEWS);
    join(client(), NEWS);
    join(client(), NEWS);

    publish(NEWS, "hello");

    Recorded published = traces.one(Step.PUBLISH);
    Recorded delivered = traces.one(Step.DELIVER);
    assertThat(delivered.parent).isEqualTo(published.context());
    assertThat(delivered.attributes)
        .containsEntry("messaging.destination.name", "news")
        .containsEntry("heartwire.recipients", 3L);
    assertThat(List.of(published.ends, delivered.ends)).containsExactly(1, 1);
    assertThat(List.of(published.entered, delivered.entered)).containsExactly(0, 0);
  }

  @Test
  void whatNobodyRecordsIsNotCarried() {
    traces.isSampled = false;
    join(client(), KEPT);

    publish(KEPT, "hello");

    assertThat(traces.one(Step.PUBLISH).ends).isEqualTo(1);
    assertThat(traces.of(Step.DELIVER)).isEmpty();
    assertThat(kept(KEPT)).extracting(Publication::trace).containsOnlyNulls();
  }

  @Test
  void aPublicationBelongsToTheTraceThatItsPublisherNames() {
    publishFor(CALLER, KEPT, Map.of());

    assertThat(traces.one(Step.PUBLISH).parent).isEqualTo(CALLER);
    assertThat(traces.one(Step.PUBLISH).attributes).containsEntry("heartwire.offset", 1L);
  }

  @Test
  void subscribersAreToldByATagWhereTheNamespaceSaysSo() {
    ChannelName told = new ChannelName("told:a");
    publishFor(CALLER, told, Map.of("kind", "x"));
    publishFor(CALLER, KEPT, Map.of("kind", "x"));

    assertThat(kept(told).get(0).tags())
        .isEqualTo(
            Map.of("kind", "x", Tracing.TRACEPARENT, traces.of(Step.PUBLISH).get(0).context()));
    assertThat(kept(KEPT).get(0).tags()).isEqualTo(Map.of("kind", "x"));
  }

  @Test
  void theTagOfAPublisherStays() {
    ChannelName told = new ChannelName("told:a");
    publishFor(CALLER, told, Map.of(Tracing.TRACEPARENT, "its own"));

    assertThat(kept(told).get(0).tags()).isEqualTo(Map.of(Tracing.TRACEPARENT, "its own"));
  }

  @Test
  void aPublicationThatFailsIsSaidToHaveFailed() {
    broker.beAway(true);

    var unused = channels.publish(NEWS, Payload.text("never")).toCompletableFuture();

    assertThat(traces.one(Step.PUBLISH).ends).isEqualTo(1);
    assertThat(traces.one(Step.PUBLISH).failure).isNotNull();
    broker.beAway(false);
  }

  @Test
  void recoveriesAreTracedAndCountedByOutcome() {
    publish(KEPT, "1");
    var since = position(KEPT);
    publish(KEPT, "2");
    join(client(), KEPT, recovering(since));
    for (int i = 0; i < HISTORY + 1; i++) {
      publish(KEPT, "more");
    }
    join(client(), KEPT, recovering(since));
    join(client(), KEPT, positioned());

    assertThat(traces.of(Step.RECOVER))
        .extracting(span -> span.attributes.get("heartwire.outcome"))
        .containsExactly("recovered", "unrecoverable");
    assertThat(traces.of(Step.RECOVER).get(0).attributes).containsEntry("heartwire.missed", 1L);
    assertThat(channels.recoveries(RecoveryOutcome.RECOVERED)).isEqualTo(1);
    assertThat(channels.recoveries(RecoveryOutcome.UNRECOVERABLE)).isEqualTo(1);
    assertThat(channels.recoveries(RecoveryOutcome.FAILED)).isZero();
  }

  private void publishFor(String caller, ChannelName channel, Map<String, String> tags) {
    Stages.now(
        channels.publish(
            channel,
            new PublicationDraft(Payload.text("x"), null, tags),
            new PublishExtras(false, null, null, caller)));
  }

  private List<Publication> kept(ChannelName channel) {
    return Stages.now(broker.history(channel.value(), HistoryQuery.ALL)).publications();
  }
}
