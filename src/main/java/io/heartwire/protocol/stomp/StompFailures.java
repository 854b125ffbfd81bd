package io.heartwire.protocol.stomp;

import io.heartwire.broker.BrokerException;
import io.heartwire.channel.ChannelException;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.DisconnectException;
import io.heartwire.hook.HookUnavailableException;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.EntryException;
import io.heartwire.hub.TokenException;
import io.heartwire.queue.QueueException;
import io.heartwire.queue.QueueProblem;
import java.util.Locale;
import java.util.Optional;

/** What a client is told of a frame that failed: the protocol ends the connection after any. */
final class StompFailures {
  private static final int LIMIT = 3505;
  private static final int BAD_REQUEST = 3501;

  private StompFailures() {}

  /** Empty for a failure that nobody has foreseen. */
  static Optional<StompException> of(Throwable thrown) {
    Throwable failure = Hooks.causeOf(thrown);
    if (failure instanceof StompException known) {
      return Optional.of(known);
    } else if (failure instanceof ChannelException problem) {
      return Optional.of(ofChannel(problem));
    } else if (failure instanceof QueueException problem) {
      return Optional.of(ofQueue(problem));
    } else if (failure instanceof RefusedException refused) {
      return Optional.of(
          refused.isTemporary()
              ? tryAgain(refused.message())
              : failure(
                  "refused", refused.message(), CloseReason.permissionDenied(refused.message())));
    } else if (failure instanceof DisconnectException end) {
      return Optional.of(
          failure("disconnected", end.reason(), new CloseReason(end.code(), end.reason())));
    } else if (failure instanceof TokenException token) {
      return Optional.of(ofToken(token));
    } else if (failure instanceof EntryException entry) {
      return Optional.of(ofEntry(entry));
    } else if (failure instanceof BrokerException limit && !BrokerException.isUnavailable(limit)) {
      return Optional.of(
          StompException.temporary(
              "limit exceeded", String.valueOf(limit.getMessage()), CloseReason.TOO_MANY_REQUESTS));
    } else if (failure instanceof HookUnavailableException || failure instanceof BrokerException) {
      return Optional.of(tryAgain("the server could not do it now: try again"));
    }
    return Optional.empty();
  }

  static StompException internal() {
    return failure("internal error", "the server failed: see its log", CloseReason.INTERNAL_ERROR);
  }

  private static StompException ofChannel(ChannelException problem) {
    String detail = String.valueOf(problem.getMessage());
    CloseReason reason =
        switch (problem.problem()) {
          case UNKNOWN_CHANNEL, PERMISSION_DENIED -> CloseReason.permissionDenied(detail);
          case BAD_REQUEST, NOT_AVAILABLE -> new CloseReason(BAD_REQUEST, detail);
          case LIMIT_EXCEEDED -> new CloseReason(LIMIT, detail);
          case UNRECOVERABLE_POSITION -> CloseReason.INSUFFICIENT_STATE;
          case CANCELLED, INTERNAL -> CloseReason.INTERNAL_ERROR;
        };
    return failure(words(problem.problem()), detail, reason);
  }

  private static StompException ofQueue(QueueException problem) {
    String detail = String.valueOf(problem.getMessage());
    CloseReason reason =
        switch (problem.problem()) {
          case UNKNOWN_QUEUE, PERMISSION_DENIED -> CloseReason.permissionDenied(detail);
          case BAD_REQUEST, LIMIT_EXCEEDED, ROLLED_BACK -> new CloseReason(BAD_REQUEST, detail);
          case FULL -> CloseReason.TOO_MANY_REQUESTS;
          case CLOSED -> new CloseReason(1012, "this node stops");
        };
    String words = words(problem.problem());
    return problem.problem() == QueueProblem.FULL
        ? StompException.temporary(words, detail, reason)
        : failure(words, detail, reason);
  }

  private static StompException ofToken(TokenException token) {
    return switch (token.flaw()) {
      case INVALID -> failure("invalid token", "the token is not valid", CloseReason.INVALID_TOKEN);
      case EXPIRED -> failure("token expired", "bring a new one", CloseReason.EXPIRED);
      case REVOKED ->
          failure("token revoked", "the token was withdrawn", CloseReason.TOKEN_REVOKED);
      case UNDECIDED -> tryAgain("nobody can verify the token now: try again");
    };
  }

  private static StompException ofEntry(EntryException entry) {
    String detail = String.valueOf(entry.getMessage());
    return switch (entry.reason()) {
      case OTHER_USER -> failure("invalid token", detail, CloseReason.INVALID_TOKEN);
      case EXPIRED -> failure("token expired", detail, CloseReason.EXPIRED);
      case FULL -> failure("connection limit", detail, CloseReason.CONNECTION_LIMIT);
    };
  }

  private static StompException tryAgain(String detail) {
    return StompException.temporary("internal error", detail, CloseReason.INTERNAL_ERROR);
  }

  private static StompException failure(String summary, String detail, CloseReason reason) {
    return new StompException(summary, detail, reason);
  }

  private static String words(Enum<?> problem) {
    return problem.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
