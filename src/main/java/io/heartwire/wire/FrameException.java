package io.heartwire.wire;

import io.heartwire.connection.CloseReason;

/** What a peer sent is no WebSocket, or too much, and the connection must be failed. */
final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient CloseReason reason;

  private FrameException(CloseReason reason) {
    super(reason.text(), null, false, false); // thrown for strangers: no stack trace
    this.reason = reason;
  }

  /** 1002: what was sent is not the protocol (RFC 6455, section 7.4.1). */
  static FrameException protocolError(String what) {
    return new FrameException(new CloseReason(1002, what));
  }

  /** 1007: text, or the reason of a close frame, is not UTF-8 (sections 8.1 and 7.4.1). */
  static FrameException notUtf8() {
    return new FrameException(new CloseReason(1007, "text is not UTF-8"));
  }

  /** 1009: a message, its fragments added up, would be larger than the limit. */
  static FrameException tooBig(int maxBytes) {
    return new FrameException(CloseReason.tooBig(maxBytes));
  }

  /** What the peer is told. */
  CloseReason reason() {
    return reason;
  }
}
