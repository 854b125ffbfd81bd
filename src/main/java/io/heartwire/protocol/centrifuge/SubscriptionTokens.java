package io.heartwire.protocol.centrifuge;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.Tokens;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Verifies one user's subscription tokens. An invalid token fails its command, and never closes the
 * connection, whose other subscriptions go on.
 */
final class SubscriptionTokens {
  private final Tokens tokens;
  private final String user;

  SubscriptionTokens(Tokens tokens, String user) {
    this.tokens = tokens;
    this.user = user;
  }

  /**
   * Returns the grant of the token.
   *
   * @return fails with the error for the client: {@link ErrorCode#PERMISSION_DENIED} for a token
   *     that is invalid, revoked, or another user's; {@link ErrorCode#TOKEN_EXPIRED} or {@link
   *     ErrorCode#EXPIRED} for one that has expired
   */
  CompletionStage<SubscribeGrant> grant(String token, ChannelName channel) {
    return tokens
        .subscription(token, user, channel)
        .exceptionally(SubscriptionTokens::refuse)
        .thenApply(SubscriptionTokens::inTime);
  }

  /**
   * Returns whether the failure is an expired token, so that the subscription may go on with a new
   * one.
   */
  static boolean isOver(Throwable failure) {
    return Hooks.causeOf(failure) instanceof ProtocolException refused
        && refused.failure() instanceof FailureReplies.Error error
        && (error.code() == ErrorCode.TOKEN_EXPIRED.code()
            || error.code() == ErrorCode.EXPIRED.code());
  }

  private static SubscribeGrant refuse(Throwable thrown) {
    Throwable failure = Hooks.causeOf(thrown);
    if (failure instanceof TokenException token) {
      switch (token.flaw()) {
        case INVALID, REVOKED -> throw new ProtocolException(ErrorCode.PERMISSION_DENIED);
        case EXPIRED -> throw new ProtocolException(ErrorCode.TOKEN_EXPIRED);
        case UNDECIDED -> throw new ProtocolException(ErrorCode.INTERNAL);
      }
    }
    throw new CompletionException(failure);
  }

  private static SubscribeGrant inTime(SubscribeGrant grant) {
    Duration ttl = grant.ttl();
    if (ttl != null && (ttl.isZero() || ttl.isNegative())) {
      throw new ProtocolException(ErrorCode.EXPIRED);
    }
    return grant;
  }
}
