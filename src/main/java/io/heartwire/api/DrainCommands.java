package io.heartwire.api;

import io.heartwire.config.DurationSyntax;
import io.heartwire.drain.Drain;
import io.heartwire.drain.DrainConfig;
import io.heartwire.drain.DrainPlan;
import io.heartwire.drain.DrainReport;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sees the clients of this node off. Safe for use by any thread; nothing waits. */
@Singleton
class DrainCommands {
  private final Drain drain;
  private final Provider<DrainConfig> config;

  @Inject
  DrainCommands(Drain drain, Provider<DrainConfig> config) {
    this.drain = drain;
    this.config = config;
  }

  CompletionStage<ApiAnswer> state() {
    return CompletableFuture.completedStage(new ApiAnswer.Left(report()));
  }

  DrainReport report() {
    return drain.report();
  }

  /** Whether new clients are sent away, so that this node is none to send clients to. */
  boolean refusesClients() {
    return drain.refusesClients();
  }

  CompletionStage<ApiAnswer> drain(ApiRequest.Drain request) {
    if (request.cancel()) {
      boolean unused = drain.cancel(); // without one there is nothing to do
      return state();
    }
    return answer(drain.start(plan(request.pace())), request.waits());
  }

  CompletionStage<ApiAnswer> rebalance(ApiRequest.Rebalance request) {
    DrainPlan plan = plan(new ApiRequest.Pace(request.rate(), null, null));
    try {
      return answer(drain.rebalance(plan, (int) request.percent()), request.waits());
    } catch (IllegalStateException draining) {
      throw new ApiException(ApiError.notAvailable(String.valueOf(draining.getMessage())));
    }
  }

  /**
   * Lets clients go until so many are left. A node that drains lets all of them go anyway.
   *
   * @param rate null = as configured
   */
  CompletionStage<ApiAnswer> rebalanceTo(long keep, @Nullable Long rate, boolean waits) {
    if (drain.refusesClients()) {
      return state();
    }
    DrainPlan plan = plan(new ApiRequest.Pace(rate, null, null));
    return answer(drain.rebalanceTo(plan, keep), waits);
  }

  private CompletionStage<ApiAnswer> answer(CompletionStage<DrainReport> over, boolean waits) {
    return waits ? over.thenApply(ApiAnswer.Left::new) : state();
  }

  /**
   * @throws ApiException if its times contradict each other
   */
  DrainPlan plan(ApiRequest.Pace wanted) {
    DrainPlan usual = config.get().plan();
    DrainPlan plan = wanted.rate() == null ? usual : usual.withRate(wanted.rate().intValue());
    Duration delay = wanted.delay() == null ? plan.delay() : wanted.delay();
    Duration deadline = wanted.deadline() == null ? plan.deadline() : wanted.deadline();
    try {
      return plan.withTimes(delay, deadline);
    } catch (IllegalArgumentException contradiction) {
      throw ApiException.badRequest(
          "deadline must be longer than delay, which is "
              + DurationSyntax.format(delay)
              + " (heartwire.drain.delay); give both");
    }
  }
}
