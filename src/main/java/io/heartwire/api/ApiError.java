package io.heartwire.api;

/**
 * Why a command was not carried out, with the codes of Centrifugo v6: its messages, followed by
 * what is wrong in particular.
 *
 * <p>Source: the errors of {@code internal/apiproto/errors.go} in Centrifugo and, for those that
 * only clients see there, the client error codes at <a
 * href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a>.
 */
record ApiError(int code, String message) {
  static final ApiError INTERNAL = new ApiError(100, "internal server error");
  static final ApiError UNAUTHORIZED =
      new ApiError(101, "unauthorized: send the key of heartwire.api.key as " + ApiKey.HEADER);
  static final ApiError METHOD_NOT_FOUND = new ApiError(104, "not found: no such method");

  static ApiError unknownChannel(String why) {
    return new ApiError(102, "unknown channel: " + why);
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
}
