package io.heartwire.api;

import io.heartwire.broker.BrokerException;
import io.heartwire.channel.ChannelException;
import io.heartwire.hook.HookUnavailableException;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.queue.QueueException;
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
class ApiFailures {
  private static final Logger LOG = Logger.getLogger(ApiFailures.class.getName());

  private final LongAdder internal = new LongAdder();
  private final LogThrottle log;

  @Inject
  ApiFailures(TimeSource time) {
    this.log = new LogThrottle(time);
  }

  /** The answer of the step, or what became of it in place of one; never fails. */
  CompletionStage<ApiAnswer> caught(String method, Supplier<CompletionStage<ApiAnswer>> step) {
    CompletionStage<ApiAnswer> answer;
    try {
      answer = step.get();
    } catch (RuntimeException thrown) {
      answer = CompletableFuture.failedStage(thrown);
    }
    return answer.exceptionally(failure -> new ApiAnswer.Failure(explain(method, failure)));
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
    if (cause instanceof QueueException refused) {
      return explain(refused);
    }
    if (cause instanceof BrokerException engine) {
      String why = String.valueOf(engine.getMessage());
      return engine.kind() == BrokerException.Kind.LIMIT
          ? ApiError.limitExceeded(why)
          : ApiError.temporary(why);
    }
    if (!(cause instanceof HookUnavailableException)) {
      report(method, cause);
    }
    return ApiError.INTERNAL;
  }

  private static ApiError explain(QueueException refused) {
    String why = String.valueOf(refused.getMessage());
    return switch (refused.problem()) {
      case BAD_REQUEST, ROLLED_BACK -> ApiError.badRequest(why);
      case UNKNOWN_QUEUE -> ApiError.unknownQueue(why);
      case PERMISSION_DENIED -> ApiError.permissionDenied(why);
      case FULL, LIMIT_EXCEEDED -> ApiError.limitExceeded(why);
      case CLOSED -> ApiError.temporary(why);
    };
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
