package io.heartwire.protocol.stomp;

import io.heartwire.connection.CloseReason;
import java.util.Map;

/** A frame that failed: what the ERROR frame says, and how the connection is closed after it. */
final class StompException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 3501;

  private final String summary;
  private final transient CloseReason reason;
  private final transient Map<String, String> headers;
  private final boolean isTemporary;

  /**
   * @param summary a few words, for the header {@code message}
   * @param detail what failed and what to do, for the body
   */
  StompException(String summary, String detail, CloseReason reason) {
    this(summary, detail, reason, Map.of(), false);
  }

  private StompException(
      String summary,
      String detail,
      CloseReason reason,
      Map<String, String> headers,
      boolean isTemporary) {
    super(detail, null, false, false);
    this.headers = headers;
    this.isTemporary = isTemporary;
    this.summary = summary;
    this.reason = reason;
  }

  /** The same with more headers of the ERROR frame. */
  static StompException with(
      Map<String, String> headers, String summary, String detail, CloseReason reason) {
    return new StompException(summary, detail, reason, headers, false);
  }

  /** It is no fault of the client's, nor of what it was doing: later it may go well. */
  static StompException temporary(String summary, String detail, CloseReason reason) {
    return new StompException(summary, detail, reason, Map.of(), true);
  }

  /** The frame, or its place in the dialogue, is wrong: repeating it is no use. */
  static StompException badRequest(String detail) {
    return new StompException("bad request", detail, new CloseReason(BAD_REQUEST, "bad request"));
  }

  /** It is not a frame at all: what follows cannot be understood either. */
  static StompException malformed(String detail) {
    return new StompException(
        "malformed frame", detail, new CloseReason(BAD_REQUEST, "malformed frame"));
  }

  String summary() {
    return summary;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  boolean isTemporary() {
    return isTemporary;
  }

  Map<String, String> headers() {
    return headers;
  }

  CloseReason reason() {
    return reason;
  }
}
