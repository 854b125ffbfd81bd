package io.heartwire.api;

/** An error of a command on its way to the answer; carries no stack trace. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  static ApiException badRequest(String why) {
    return new ApiException(ApiError.badRequest(why));
  }

  ApiError error() {
    return error;
  }
}
