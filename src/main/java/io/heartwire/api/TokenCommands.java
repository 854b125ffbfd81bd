package io.heartwire.api;

import io.heartwire.hub.Revocations;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws tokens, with the methods of Centrifugo PRO (<a
 * href="https://centrifugal.dev/docs/pro/access_revoke">documented there</a>). Safe for use by any
 * thread.
 */
@Singleton
class TokenCommands {
  private static final int LONGEST_NAME = 255;
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final Revocations revocations;
  private final TimeSource time;

  @Inject
  TokenCommands(Revocations revocations, TimeSource time) {
    this.revocations = revocations;
    this.time = time;
  }

  CompletionStage<Answer> revoke(Request.RevokeToken request) {
    requireName("uid", request.uid());
    return answer(revocations.revoke(request.uid(), lasting(request.expireAt())));
  }

  CompletionStage<Answer> invalidate(Request.InvalidateUserTokens request) {
    requireName("user", request.user());
    Duration lasting = lasting(request.expireAt());
    return answer(
        revocations.invalidate(request.user(), issuedBefore(request.issuedBefore()), lasting));
  }

  /** Tokens know their time in whole seconds: those of this second are meant, too. */
  private Instant issuedBefore(long seconds) {
    return seconds == 0
        ? Instant.ofEpochSecond(time.wallClock().getEpochSecond() + 1)
        : Instant.ofEpochSecond(checked("issued_before", seconds));
  }

  private @Nullable Duration lasting(long expireAt) {
    if (expireAt == 0) {
      return null;
    }
    long seconds = checked("expire_at", expireAt) - time.wallClock().getEpochSecond();
    if (seconds <= 0) {
      throw ApiException.badRequest("expire_at is in the past");
    }
    return Duration.ofSeconds(seconds);
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

  private static CompletionStage<Answer> answer(boolean isKept) {
    if (!isKept) {
      throw new ApiException(
          ApiError.limitExceeded(
              "as many revocations as heartwire.token.max-revocations are kept already: give them"
                  + " an expire_at, or raise it"));
    }
    return CompletableFuture.completedStage(new Answer.Done());
  }
}
