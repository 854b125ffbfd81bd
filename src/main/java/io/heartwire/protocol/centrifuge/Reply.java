package io.heartwire.protocol.centrifuge;

/** One thing the server tells a client: the reply to a command, news of its own, or a ping. */
sealed interface Reply {

  /** A command has been carried out. */
  record Success(long id, Result result) implements Reply {}

  /**
   * A command has been refused.
   *
   * @param code one of {@link ErrorCode}, or from 400 to 1999 the application's own
   * @param temporary whether the client may try the same again later
   */
  record Failure(long id, int code, String message, boolean temporary) implements Reply {
    Failure(long id, ErrorCode error) {
      this(id, error.code(), error.message(), error.isTemporary());
    }
  }

  /** News that no command asked for. */
  record News(Push push) implements Reply {}

  /** The empty reply: the client is to answer with a {@link Request.Pong}. */
  record Ping() implements Reply {}
}
