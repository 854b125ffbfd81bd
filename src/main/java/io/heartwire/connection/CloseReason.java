package io.heartwire.connection;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Why a connection ended: a code of the contract and a few words for the peer.
 *
 * <p>Codes below 3000 are those of RFC 6455 section 7.4; from 3000 to 3499 they tell a client to
 * reconnect, from 3500 to 3999 not to.
 *
 * @param code the WebSocket close code
 * @param text at most 123 bytes of UTF-8, the room that a close frame has (RFC 6455, section 5.5);
 *     never empty from code 3500 on, since the official JavaScript client reconnects on any code if
 *     the reason is empty
 */
public record CloseReason(int code, String text) {
  private static final Set<Integer> STANDARD =
      Stream.of(
              IntStream.rangeClosed(1000, 1015),
              IntStream.rangeClosed(3000, 3014),
              IntStream.rangeClosed(3500, 3510))
          .flatMap(IntStream::boxed)
          .collect(Collectors.toUnmodifiableSet());

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
  private static final String DEFAULT_TEXT = "disconnected";

  public CloseReason {
    if (code < 1000 || code > 4999) {
      throw new IllegalArgumentException("close code must be from 1000 to 4999, was " + code);
    }
    text = shorten(text.isEmpty() && code >= 3500 ? DEFAULT_TEXT : text);
  }

  /** A message, the sum of its fragments, is larger than {@code heartwire.message.max-bytes}. */
  public static CloseReason tooBig(int limit) {
    return new CloseReason(1009, "message larger than " + limit + " bytes");
  }

  /**
   * The client did something that it has no permission for, and its protocol has no error reply.
   */
  public static CloseReason permissionDenied(String what) {
    return new CloseReason(3507, what);
  }

  /**
   * Returns whether the connection is cut without a close frame, as if the network had broken, so
   * that the client reconnects. Code 3000, "connection closed", means this in the Centrifuge
   * protocol.
   */
  public boolean isUntold() {
    return code == 3000;
  }

  /** Returns whether this code tells the client to reconnect. */
  public boolean invitesReconnect() {
    return code < 3500 && code != 1000 && code != 1009;
  }

  /** Returns whether the code is one of RFC 6455 or of the contract. Peers may send any other. */
  public boolean isStandard() {
    return STANDARD.contains(code);
  }

  /** All codes of RFC 6455 and of the contract. */
  public static Set<Integer> standardCodes() {
    return STANDARD;
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
