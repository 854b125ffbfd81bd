package io.heartwire.protocol.centrifuge;

/** A command that failed, with the protocol's reply. */
final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient FailureReplies failure;

  private ProtocolException(FailureReplies failure, String message) {
    super(message, null, false, false);
    this.failure = failure;
  }

  ProtocolException(ErrorCode error) {
    this(new FailureReplies.Error(error), error.message());
  }

  /**
   * @param why details for the client
   */
  ProtocolException(ErrorCode error, String why) {
    this(
        new FailureReplies.Error(error.code(), error.message() + ": " + why, error.isTemporary()),
        error.message() + ": " + why);
  }

  /** Creates an error that is marked as temporary, whatever its code. */
  static ProtocolException temporary(ErrorCode error) {
    return new ProtocolException(
        new FailureReplies.Error(error.code(), error.message(), true), error.message());
  }

  ProtocolException(DisconnectCode disconnect) {
    this(new FailureReplies.Disconnect(disconnect.closeReason()), disconnect.reason());
  }

  FailureReplies failure() {
    return failure;
  }
}
