package io.heartwire.protocol.centrifuge;

/** A message of the server: the reply to a command, a push, or a ping. */
sealed interface Reply {

  /** The result of a command. */
  record Success(long id, Result result) implements Reply {}

  /**
   * The error of a command.
   *
   * @param code one of {@link ErrorCode}, or one of the application from 400 to 1999
   * @param temporary whether the client may try the same again later
   */
  record Failure(long id, int code, String message, boolean temporary) implements Reply {
    Failure(long id, ErrorCode error) {
      this(id, error.code(), error.message(), error.isTemporary());
    }
  }

  /** A push, which no command requested. */
  record News(Push push) implements Reply {}

  /** The empty reply, a ping: the client must answer with a {@link Request.Pong}. */
  record Ping() implements Reply {}
}
