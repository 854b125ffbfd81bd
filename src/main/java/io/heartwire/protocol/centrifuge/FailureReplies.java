package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.BrokerException;
import io.heartwire.channel.ChannelException;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.DisconnectException;
import io.heartwire.hook.HookUnavailableException;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.EntryException;
import io.heartwire.hub.TokenException;

/**
 * The reply to a command that failed. A token exception is about the connection's token here;
 * {@link SubscriptionTokens} handles those of subscriptions.
 */
sealed interface FailureReplies {

  /** An error reply; the connection goes on. */
  record Error(int code, String message, boolean temporary) implements FailureReplies {
    Error(ErrorCode error) {
      this(error.code(), error.message(), error.isTemporary());
    }

    Reply reply(long id) {
      return new Reply.Failure(id, code, message, temporary);
    }
  }

  /** A close of the connection. */
  record Disconnect(CloseReason reason) implements FailureReplies {}

  /** An unexpected failure: an error reply and a line in the log. */
  record Unforeseen(Throwable cause) implements FailureReplies {
    Error asError() {
      return new Error(ErrorCode.INTERNAL);
    }
  }

  static FailureReplies of(Throwable thrown) {
    Throwable failure = Hooks.causeOf(thrown);
    if (failure instanceof ProtocolException refused) {
      return refused.failure();
    }
    if (failure instanceof ChannelException problem) {
      return new Error(codeOf(problem));
    }
    if (failure instanceof RefusedException refused) {
      return new Error(refused.code(), refused.message(), refused.isTemporary());
    }
    if (failure instanceof DisconnectException disconnect) {
      return new Disconnect(new CloseReason(disconnect.code(), disconnect.reason()));
    }
    if (failure instanceof TokenException token) {
      return switch (token.flaw()) {
        case INVALID -> new Disconnect(DisconnectCode.INVALID_TOKEN.closeReason());
        case EXPIRED -> new Error(ErrorCode.TOKEN_EXPIRED);
        case REVOKED -> new Disconnect(CloseReason.TOKEN_REVOKED);
        case UNDECIDED -> new Error(ErrorCode.INTERNAL);
      };
    }
    if (failure instanceof EntryException entry) {
      return switch (entry.reason()) {
        case OTHER_USER -> new Disconnect(DisconnectCode.INVALID_TOKEN.closeReason());
        case EXPIRED -> new Error(ErrorCode.EXPIRED);
        case FULL -> new Disconnect(DisconnectCode.CONNECTION_LIMIT.closeReason());
      };
    }
    if (failure instanceof HookUnavailableException) {
      return new Error(ErrorCode.INTERNAL);
    }
    if (failure instanceof BrokerException broker) {
      return switch (broker.kind()) {
        case LIMIT -> new Error(ErrorCode.LIMIT_EXCEEDED);
        case UNAVAILABLE -> new Error(ErrorCode.INTERNAL);
      };
    }
    return new Unforeseen(failure);
  }

  private static ErrorCode codeOf(ChannelException failure) {
    return switch (failure.problem()) {
      case BAD_REQUEST -> ErrorCode.BAD_REQUEST;
      case UNKNOWN_CHANNEL -> ErrorCode.UNKNOWN_CHANNEL;
      case PERMISSION_DENIED -> ErrorCode.PERMISSION_DENIED;
      case NOT_AVAILABLE -> ErrorCode.NOT_AVAILABLE;
      case LIMIT_EXCEEDED -> ErrorCode.LIMIT_EXCEEDED;
      case UNRECOVERABLE_POSITION -> ErrorCode.UNRECOVERABLE_POSITION;
      case CANCELLED, INTERNAL -> ErrorCode.INTERNAL;
    };
  }
}
