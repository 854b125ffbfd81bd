package io.heartwire.protocol.centrifuge;

/** A command that can't be carried out, with the protocol's own answer to it. */
final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failures failure;

  private ProtocolException(Failures failure, String message) {
    super(message, null, false, false);
    this.failure = failure;
  }

  ProtocolException(ErrorCode error) {
    this(new Failures.Error(error), error.message());
  }

  ProtocolException(DisconnectCode disconnect) {
    this(new Failures.Disconnect(disconnect.closeReason()), disconnect.reason());
  }

  Failures failure() {
    return failure;
  }
}
