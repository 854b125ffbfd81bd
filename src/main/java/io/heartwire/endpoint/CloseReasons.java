package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;

/** Converts close reasons between Heartwire and Jakarta WebSocket. */
final class CloseReasons {
  private CloseReasons() {}

  static jakarta.websocket.CloseReason toContainer(CloseReason reason) {
    return new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(reason.code()), reason.text());
  }

  /** Returns the reason for a close frame: 1006 must not be sent (RFC 6455, section 7.4.1). */
  static jakarta.websocket.CloseReason toPeer(CloseReason reason) {
    return reason.equals(CloseReason.VANISHED)
        ? toContainer(CloseReason.INTERNAL_ERROR)
        : toContainer(reason);
  }

  /** Returns the container's reason. The container reports a broken connection as 1011. */
  static CloseReason toOurs(jakarta.websocket.CloseReason reason) {
    int code = reason.getCloseCode().getCode();
    if (code == CloseReason.INTERNAL_ERROR.code()) {
      return CloseReason.VANISHED;
    }
    String text = reason.getReasonPhrase();
    return new CloseReason(code, text == null ? "" : text);
  }
}
