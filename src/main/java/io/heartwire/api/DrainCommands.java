package io.heartwire.api;

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

  CompletionStage<Answer> state() {
    return CompletableFuture.completedStage(new Answer.Left(drain.report()));
  }

  CompletionStage<Answer> drain(Request.Drain request) {
    if (request.cancel()) {
      boolean unused = drain.cancel(); // without one there is nothing to do
      return state();
    }
    return answer(drain.start(plan(request.pace())), request.waits());
  }

  CompletionStage<Answer> rebalance(Request.Rebalance request) {
    if (request.percent() == 0) {
      throw ApiException.badRequest("percent is missing, from 1 to 100");
    }
    DrainPlan plan = plan(new Request.Pace(request.rate(), null, null));
    try {
      return answer(drain.rebalance(plan, (int) request.percent()), request.waits());
    } catch (IllegalStateException draining) {
      throw new ApiException(ApiError.notAvailable(String.valueOf(draining.getMessage())));
    }
  }

  private CompletionStage<Answer> answer(CompletionStage<DrainReport> over, boolean waits) {
    return waits ? over.thenApply(Answer.Left::new) : state();
  }

  private DrainPlan plan(Request.Pace wanted) {
    DrainPlan usual = config.get().plan();
    DrainPlan plan = wanted.rate() == null ? usual : usual.withRate(wanted.rate().intValue());
    try {
      return plan.withTimes(
          seconds(wanted.delay(), plan.delay()), seconds(wanted.deadline(), plan.deadline()));
    } catch (IllegalArgumentException contradiction) {
      throw ApiException.badRequest(
          "deadline must be longer than delay, which is "
              + seconds(wanted.delay(), plan.delay()).toSeconds()
              + " (heartwire.drain.delay); give both");
    }
  }

  private static Duration seconds(@Nullable Long wanted, Duration usual) {
    return wanted == null ? usual : Duration.ofSeconds(wanted);
  }
}
