package io.heartwire.connection;

/**
 * Why a connection ended: a code of the contract and a few words for the peer.
 *
 * <p>Codes below 3000 are those of RFC 6455 section 7.4; from 3000 to 3499 they tell a client to
 * reconnect, from 3500 to 3999 not to.
 *
 * @param code the WebSocket close code
 * @param text at most 123 bytes of UTF-8, the room that a close frame has (RFC 6455, section 5.5);
 *     from 3500 on never empty, since the official JavaScript client comes back whatever the code
 *     when there is no reason
 */
public record CloseReason(int code, String text) {
  public static final CloseReason NORMAL = new CloseReason(1000, "");
  public static final CloseReason VANISHED = new CloseReason(1006, "connection lost");
  public static final CloseReason INTERNAL_ERROR = new CloseReason(1011, "internal error");
  public static final CloseReason IDLE = new CloseReason(1000, "idle for too long");
  public static final CloseReason EXPIRED = new CloseReason(3005, "connection expired");
  public static final CloseReason SLOW = new CloseReason(3008, "slow");
  public static final CloseReason INSUFFICIENT_STATE = new CloseReason(3010, "insufficient state");
  public static final CloseReason FORCE_RECONNECT = new CloseReason(3011, "force reconnect");
  public static final CloseReason NO_PONG = new CloseReason(3012, "no pong");
  public static final CloseReason TOO_MANY_REQUESTS = new CloseReason(3013, "too many requests");
  public static final CloseReason INVALID_TOKEN = new CloseReason(3500, "invalid token");
  public static final CloseReason TOKEN_REVOKED = new CloseReason(3500, "token revoked");
  public static final CloseReason NOT_READY = new CloseReason(3502, "not ready in time");
  public static final CloseReason FORCE_NO_RECONNECT = new CloseReason(3503, "force disconnect");
  public static final CloseReason CONNECTION_LIMIT = new CloseReason(3504, "connection limit");

  private static final int MOST_BYTES = 123;
  private static final String WITHOUT_A_WORD = "disconnected";

  public CloseReason {
    if (code < 1000 || code > 4999) {
      throw new IllegalArgumentException("close code must be from 1000 to 4999, was " + code);
    }
    text = shorten(text.isEmpty() && code >= 3500 ? WITHOUT_A_WORD : text);
  }

  /** A message, fragments added up, beyond {@code heartwire.message.max-bytes}. */
  public static CloseReason tooBig(int limit) {
    return new CloseReason(1009, "message larger than " + limit + " bytes");
  }

  /** The client did what it may not do, and its protocol has no milder answer. */
  public static CloseReason permissionDenied(String what) {
    return new CloseReason(3507, what);
  }

  /** Whether the contract's codes advise the client to come back. */
  public boolean invitesReconnect() {
    return code < 3500 && code != 1000 && code != 1009;
  }

  /** Whether the code is one of RFC 6455 or of the contract, not one that a peer made up. */
  public boolean isStandard() {
    return code <= 1015 || (code >= 3000 && code <= 3014) || (code >= 3500 && code <= 3510);
  }

  private static String shorten(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      bytes += Utf8.length(codePoint);
      if (bytes > MOST_BYTES) {
        return text.substring(0, i);
      }
      i += Character.charCount(codePoint);
    }
    return text;
  }
}
