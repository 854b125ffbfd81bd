package io.heartwire.console;

import io.heartwire.hook.RefusedException;
import io.heartwire.http.JsonAnswer;
import io.heartwire.json.JsonText;

/** Why something is not done, with the codes of the server API, and what HTTP calls that. */
final class ConsoleErrors {
  private static final int INTERNAL = 100;
  private static final int UNAUTHORIZED = 101;
  private static final int UNKNOWN_CHANNEL = 102;
  private static final int PERMISSION_DENIED = 103;
  private static final int NOT_FOUND = 104;
  private static final int LIMIT_EXCEEDED = 106;
  private static final int BAD_REQUEST = 107;
  private static final int NOT_AVAILABLE = 108;

  private ConsoleErrors() {}

  static RefusedException unauthorized(String why) {
    return new RefusedException(UNAUTHORIZED, "unauthorized: " + why);
  }

  static RefusedException permissionDenied(String why) {
    return new RefusedException(PERMISSION_DENIED, "permission denied: " + why);
  }

  static RefusedException notFound(String what) {
    return new RefusedException(NOT_FOUND, "not found: " + what);
  }

  static RefusedException notAvailable(String why) {
    return new RefusedException(NOT_AVAILABLE, "not available: " + why);
  }

  static RefusedException limitExceeded(String which) {
    return new RefusedException(LIMIT_EXCEEDED, "limit exceeded: " + which);
  }

  static RefusedException badRequest(String why) {
    return new RefusedException(BAD_REQUEST, "bad request: " + why);
  }

  /** It may work when it is tried again. */
  static RefusedException temporary(String why) {
    return new RefusedException(INTERNAL, "internal server error, temporary: " + why);
  }

  /** Nobody's fault but the gateway's; its log says more. */
  static RefusedException internal() {
    return new RefusedException(INTERNAL, "internal server error");
  }

  static JsonAnswer answer(RefusedException refused) {
    return answer(status(refused.code()), refused);
  }

  static JsonAnswer answer(int status, RefusedException refused) {
    return new JsonAnswer(
        status,
        JsonText.object(
            out -> {
              out.writeObjectFieldStart("error");
              out.writeNumberField("code", refused.code());
              out.writeStringField("message", refused.message());
              out.writeEndObject();
            }));
  }

  static int status(int code) {
    return switch (code) {
      case 0 -> 200;
      case UNAUTHORIZED -> 401;
      case PERMISSION_DENIED -> 403;
      case UNKNOWN_CHANNEL, NOT_FOUND -> 404;
      case LIMIT_EXCEEDED -> 429;
      case BAD_REQUEST -> 400;
      case INTERNAL -> 503;
      default -> 409;
    };
  }
}
