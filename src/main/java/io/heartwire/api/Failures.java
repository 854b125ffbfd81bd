package io.heartwire.api;

import io.heartwire.channel.ChannelException;
import io.heartwire.hook.HookUnavailableException;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What callers are told of failures. What is the gateway's own fault is counted and logged at most
 * once a second, and the caller learns nothing of it. Safe for use by any thread.
 */
@Singleton
class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class.getName());

  private final LongAdder internal = new LongAdder();
  private final LogThrottle log;

  @Inject
  Failures(TimeSource time) {
    this.log = new LogThrottle(time);
  }

  /** The answer of the step, or what became of it in place of one; never fails. */
  CompletionStage<Answer> caught(String method, Supplier<CompletionStage<Answer>> step) {
    CompletionStage<Answer> answer;
    try {
      answer = step.get();
    } catch (RuntimeException thrown) {
      answer = CompletableFuture.failedStage(thrown);
    }
    return answer.exceptionally(failure -> new Answer.Failure(explain(method, failure)));
  }

  private ApiError explain(String method, Throwable failure) {
    Throwable cause = Hooks.causeOf(failure);
    if (cause instanceof ApiException refused) {
      return refused.error();
    }
    if (cause instanceof RefusedException refused) {
      return new ApiError(refused.code(), refused.message());
    }
    if (cause instanceof ChannelException refused) {
      String why = String.valueOf(refused.getMessage());
      switch (refused.problem()) {
        case BAD_REQUEST:
          return ApiError.badRequest(why);
        case UNKNOWN_CHANNEL:
          return ApiError.unknownChannel(why);
        case PERMISSION_DENIED:
          return ApiError.permissionDenied(why);
        case NOT_AVAILABLE:
          return ApiError.notAvailable(why);
        case LIMIT_EXCEEDED:
          return ApiError.limitExceeded(why);
        case UNRECOVERABLE_POSITION:
          return ApiError.unrecoverablePosition(why);
        case CANCELLED, INTERNAL:
          break;
      }
    }
    if (!(cause instanceof HookUnavailableException)) {
      report(method, cause);
    }
    return ApiError.INTERNAL;
  }

  /** Failures that were the gateway's fault since the start. */
  long internal() {
    return internal.sum();
  }

  private void report(String method, Throwable cause) {
    internal.increment();
    if (log.permits()) {
      LOG.log(
          Level.WARNING,
          cause,
          () -> "/api/%s failed, %d such failure(s) so far".formatted(method, internal.sum()));
    }
  }
}
