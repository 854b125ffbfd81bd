package io.heartwire.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a command was not carried out, with the codes of Centrifugo v6: its messages, followed by
 * what is wrong in particular.
 *
 * <p>Source: the errors of {@code internal/apiproto/errors.go} in Centrifugo and, for those that
 * only clients see there, the client error codes at <a
 * href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a>.
 */
record ApiError(int code, String message) {
  private static final Pattern REASON = Pattern.compile("(\\d{3,4}) (.*)", Pattern.DOTALL);

  static final ApiError INTERNAL = new ApiError(100, "internal server error");
  static final ApiError UNAUTHORIZED =
      new ApiError(101, "unauthorized: send the key of heartwire.api.key as " + ApiKey.HEADER);
  static final ApiError METHOD_NOT_FOUND = new ApiError(104, "not found: no such method");

  /** It may work when it is tried again. */
  static ApiError temporary(String why) {
    return new ApiError(100, "internal server error, temporary: " + why);
  }

  static ApiError unknownChannel(String why) {
    return new ApiError(102, "unknown channel: " + why);
  }

  static ApiError unknownQueue(String why) {
    return new ApiError(102, "unknown queue: " + why);
  }

  static ApiError permissionDenied(String why) {
    return new ApiError(103, "permission denied: " + why);
  }

  static ApiError notFound(String what) {
    return new ApiError(104, "not found: " + what);
  }

  static ApiError limitExceeded(String which) {
    return new ApiError(106, "limit exceeded: " + which);
  }

  static ApiError badRequest(String why) {
    return new ApiError(107, "bad request: " + why);
  }

  static ApiError notAvailable(String why) {
    return new ApiError(108, "not available: " + why);
  }

  static ApiError unrecoverablePosition(String why) {
    return new ApiError(112, "unrecoverable position: " + why);
  }

  /** In one line, as nodes tell each other why they did not do something: code, space, message. */
  String asReason() {
    return code + " " + message;
  }

  /** What another node has said, or an internal error with whatever it said. */
  static ApiError ofReason(String reason) {
    Matcher parts = REASON.matcher(reason);
    return parts.matches()
        ? new ApiError(Integer.parseInt(parts.group(1)), parts.group(2))
        : new ApiError(100, "internal server error: " + reason);
  }
}
