package io.heartwire.api;

import io.heartwire.hub.Operation;
import io.heartwire.hub.Operations;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws tokens on all nodes, with the methods of Centrifugo PRO (<a
 * href="https://centrifugal.dev/docs/pro/access_revoke">documented there</a>). Safe for use by any
 * thread.
 */
@Singleton
class TokenCommands {
  private static final int LONGEST_NAME = 255;
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final Operations operations;
  private final TimeSource time;

  @Inject
  TokenCommands(Operations operations, TimeSource time) {
    this.operations = operations;
    this.time = time;
  }

  CompletionStage<ApiAnswer> revoke(ApiRequest.RevokeToken request) {
    requireName("uid", request.uid());
    return done(new Operation.RevokeToken(request.uid(), until(request.expireAt())));
  }

  CompletionStage<ApiAnswer> invalidate(ApiRequest.InvalidateUserTokens request) {
    requireName("user", request.user());
    Instant until = until(request.expireAt());
    return done(
        new Operation.InvalidateTokens(
            request.user(), issuedBefore(request.issuedBefore()), until));
  }

  /** Tokens know their time in whole seconds: those of this second are meant, too. */
  private Instant issuedBefore(long seconds) {
    return seconds == 0
        ? Instant.ofEpochSecond(time.wallClock().getEpochSecond() + 1)
        : Instant.ofEpochSecond(checked("issued_before", seconds));
  }

  private @Nullable Instant until(long expireAt) {
    if (expireAt == 0) {
      return null;
    }
    if (checked("expire_at", expireAt) <= time.wallClock().getEpochSecond()) {
      throw ApiException.badRequest("expire_at is in the past");
    }
    return Instant.ofEpochSecond(expireAt);
  }

  private static long checked(String field, long seconds) {
    if (seconds > LATEST) {
      throw ApiException.badRequest(field + " must be in seconds (not milliseconds) since 1970");
    }
    return seconds;
  }

  private static void requireName(String field, String value) {
    if (value.isEmpty() || value.length() > LONGEST_NAME) {
      throw ApiException.badRequest(field + " must have 1 to " + LONGEST_NAME + " characters");
    }
  }

  private CompletionStage<ApiAnswer> done(Operation operation) {
    return NodeAnswers.done(operations.send(operation));
  }
}
