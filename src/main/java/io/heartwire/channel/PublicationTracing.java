package io.heartwire.channel;

import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishResult;
import io.heartwire.trace.Step;
import io.heartwire.trace.TraceSpan;
import io.heartwire.trace.Tracing;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of publications as traces: one span where it is published and one on each node that
 * delivers it, however many subscribers it has there. Between nodes the publication carries the
 * context, if anybody records it. Safe for use by any thread.
 */
final class PublicationTracing {
  /** The attribute with the name of the channel, by OpenTelemetry's conventions. */
  static final String CHANNEL = "messaging.destination.name";

  private final Tracing tracing;

  PublicationTracing(Tracing tracing) {
    this.tracing = tracing;
  }

  /**
   * @param parent what the publisher says that it belongs to, or null
   * @param publish hands it to the broker
   */
  CompletionStage<PublishResult> publish(
      ChannelName channel,
      PublicationDraft draft,
      ChannelOptions options,
      @Nullable String parent,
      Function<PublicationDraft, CompletionStage<PublishResult>> publish) {
    if (tracing == Tracing.NONE) {
      return publish.apply(draft);
    }
    TraceSpan span = tracing.begin(Step.PUBLISH, parent).set(CHANNEL, channel.value());
    CompletionStage<PublishResult> result;
    try (TraceSpan.Entered here = span.enter()) {
      result = publish.apply(carrying(draft, options, span.sampledContext()));
    }
    return result.whenComplete(
        (done, failure) -> {
          if (done != null && done.position().offset() > 0) {
            span.set("heartwire.offset", done.position().offset());
          }
          span.end(failure);
        });
  }

  /** Returns to how many it has been delivered. */
  int deliver(String channel, Publication publication, IntSupplier deliver) {
    String trace = publication.trace();
    if (trace == null || tracing == Tracing.NONE) {
      return deliver.getAsInt();
    }
    TraceSpan span = tracing.begin(Step.DELIVER, trace).set(CHANNEL, channel);
    int recipients = 0;
    try (TraceSpan.Entered here = span.enter()) {
      recipients = deliver.getAsInt();
    } finally {
      span.set("heartwire.recipients", recipients).end(null);
    }
    return recipients;
  }

  private static PublicationDraft carrying(
      PublicationDraft draft, ChannelOptions options, @Nullable String context) {
    if (context == null) {
      return draft;
    }
    Map<String, String> tags = draft.tags();
    if (options.traceTags() && !tags.containsKey(Tracing.TRACEPARENT)) {
      tags = new HashMap<>(tags);
      tags.put(Tracing.TRACEPARENT, context);
    }
    return new PublicationDraft(draft.data(), draft.info(), tags, context);
  }
}
