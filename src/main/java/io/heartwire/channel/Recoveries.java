package io.heartwire.channel;

import io.heartwire.hook.Hooks;
import io.heartwire.trace.Step;
import io.heartwire.trace.TraceSpan;
import io.heartwire.trace.Tracing;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts and traces the subscriptions that come back with a position. Safe for any thread. */
final class Recoveries {
  private final Map<RecoveryOutcome, LongAdder> counts = new EnumMap<>(RecoveryOutcome.class);
  private final Tracing tracing;

  Recoveries(Tracing tracing) {
    this.tracing = tracing;
    for (RecoveryOutcome outcome : RecoveryOutcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  long count(RecoveryOutcome outcome) {
    return counter(outcome).sum();
  }

  /** Null if the subscription has nothing to recover. */
  @Nullable TraceSpan begin(Subscription subscription) {
    return subscription.since() == null
        ? null
        : tracing
            .begin(Step.RECOVER, null)
            .set(PublicationTracing.CHANNEL, subscription.channel().value());
  }

  /**
   * @param begun what {@link #begin} returned
   */
  void ended(@Nullable TraceSpan begun, Subscription subscription, @Nullable Throwable failure) {
    if (begun == null) {
      return;
    }
    RecoveryOutcome outcome = outcome(subscription, failure);
    counter(outcome).increment();
    begun.set("heartwire.outcome", outcome.name().toLowerCase(Locale.ROOT));
    if (outcome == RecoveryOutcome.RECOVERED) {
      begun.set("heartwire.missed", subscription.established().missed().size());
    }
    begun.end(failure);
  }

  private static RecoveryOutcome outcome(Subscription subscription, @Nullable Throwable failure) {
    if (failure == null) {
      return subscription.established().recovered()
          ? RecoveryOutcome.RECOVERED
          : RecoveryOutcome.UNRECOVERABLE;
    }
    return Hooks.causeOf(failure) instanceof ChannelException refused
            && refused.problem() == ChannelProblem.UNRECOVERABLE_POSITION
        ? RecoveryOutcome.UNRECOVERABLE
        : RecoveryOutcome.FAILED;
  }

  private LongAdder counter(RecoveryOutcome outcome) {
    return Objects.requireNonNull(counts.get(outcome));
  }
}
