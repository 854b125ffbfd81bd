package io.heartwire.wire;

import io.heartwire.connection.CloseReason;

/** A peer's frames break the protocol or a limit, so that the connection must be failed. */
final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient CloseReason reason;

  private FrameException(CloseReason reason) {
    super(
        reason.text(),
        null,
        false,
        false); // peers cause it: no stack trace, which would cost too much
    this.reason = reason;
  }

  /** 1002: the frames break the protocol (RFC 6455, section 7.4.1). */
  static FrameException protocolError(String what) {
    return new FrameException(new CloseReason(1002, what));
  }

  /** 1007: text, or the reason of a close frame, is not UTF-8 (sections 8.1 and 7.4.1). */
  static FrameException notUtf8() {
    return new FrameException(new CloseReason(1007, "text is not UTF-8"));
  }

  /** 1009: a message, the sum of its fragments, would be larger than the limit. */
  static FrameException tooBig(int maxBytes) {
    return new FrameException(CloseReason.tooBig(maxBytes));
  }

  /** The close reason for the peer. */
  CloseReason reason() {
    return reason;
  }
}
