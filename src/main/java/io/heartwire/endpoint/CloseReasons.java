package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;

/** Our reasons as Jakarta WebSocket has them, and the other way round. */
final class CloseReasons {
  private CloseReasons() {}

  static jakarta.websocket.CloseReason toContainer(CloseReason reason) {
    return new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(reason.code()), reason.text());
  }

  /** The reason as a close frame may carry it: 1006 must not be sent (RFC 6455, section 7.4.1). */
  static jakarta.websocket.CloseReason toPeer(CloseReason reason) {
    return reason.equals(CloseReason.VANISHED)
        ? toContainer(CloseReason.INTERNAL_ERROR)
        : toContainer(reason);
  }

  /** What a container says of the end: 1011 is how it reports a connection that just broke. */
  static CloseReason toOurs(jakarta.websocket.CloseReason reason) {
    int code = reason.getCloseCode().getCode();
    if (code == CloseReason.INTERNAL_ERROR.code()) {
      return CloseReason.VANISHED;
    }
    String text = reason.getReasonPhrase();
    return new CloseReason(code, text == null ? "" : text);
  }
}
