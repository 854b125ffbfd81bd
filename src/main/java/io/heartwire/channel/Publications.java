package io.heartwire.channel;

import io.heartwire.broker.Broker;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishResult;
import io.heartwire.time.TimeSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way of a publication to the broker: allowed, counted, traced and timed. Safe for any thread.
 */
final class Publications {
  private final Broker broker;
  private final ChannelRules rules;
  private final PublishSampler sampler;
  private final PublishListener listener;
  private final PublicationTracing tracing;
  private final BackgroundFailures failures;
  private final TimeSource time;
  private final LongAdder published = new LongAdder();

  Publications(
      Broker broker,
      ChannelRules rules,
      PublishSampler sampler,
      PublishListener listener,
      PublicationTracing tracing,
      BackgroundFailures failures,
      TimeSource time) {
    this.broker = broker;
    this.rules = rules;
    this.sampler = sampler;
    this.listener = listener;
    this.tracing = tracing;
    this.failures = failures;
    this.time = time;
  }

  CompletionStage<PublishResult> publish(
      ChannelName channel, PublicationDraft draft, PublishExtras extras) {
    ChannelOptions rule;
    try {
      rule = rules.require(channel);
    } catch (ChannelException unknown) {
      // Logged, too, since publishers seldom look at the stage.
      return failures.reported(unknown);
    }
    published.increment();
    sampler.publishing(channel.value(), draft.data());
    PublishOptions options = extras.publishing(rule);
    long begun = time.nanos();
    CompletionStage<PublishResult> accepted =
        tracing.publish(
            channel,
            draft,
            rule,
            extras.traceparent(),
            traced -> broker.publish(channel.value(), traced, options));
    var unused = accepted.thenRun(() -> listener.accepted(time.nanos() - begun));
    return accepted;
  }

  /** How many were requested since the start. */
  long count() {
    return published.sum();
  }
}
