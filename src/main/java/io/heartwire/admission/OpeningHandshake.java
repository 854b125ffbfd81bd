package io.heartwire.admission;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a request is an opening handshake, strictly by RFC 6455, section 4.2.1, and RFC 9110,
 * sections 5.3 and 5.5. The container accepts some requests that are not, and answers others
 * without a reason and with an error report on disk.
 */
final class OpeningHandshake {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  /** Headers that may occur only once, since with two lines it is open which one counts. */
  private static final List<String> SINGLE =
      List.of("Host", "Origin", "Authorization", "Sec-WebSocket-Key", "Sec-WebSocket-Version");

  /**
   * RFC 3986, section 3.2, without user information, which RFC 9110, section 7.2, does not allow.
   */
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[-A-Za-z0-9._~!$&'()*+,;=%]+)(:[0-9]{0,5})?");

  private OpeningHandshake() {}

  /**
   * Returns the refusal for a faulty request, or null if there is no fault.
   *
   * @param maxBytes the longest request head
   */
  static @Nullable Refusal fault(RequestHead head, int maxBytes) {
    if (head.size() > maxBytes) {
      return Refusal.headers(maxBytes);
    } else if (!head.method().equals("GET")) {
      return Refusal.method();
    }
    Refusal malformed = malformed(head);
    if (malformed != null) {
      return malformed;
    } else if (head.members("Upgrade").noneMatch("websocket"::equalsIgnoreCase)) {
      return Refusal.notAnUpgrade();
    }
    return unsuited(head);
  }

  /** Checks what holds for every request. */
  private static @Nullable Refusal malformed(RequestHead head) {
    if (!head.protocol().startsWith("HTTP/1.") || head.protocol().equals("HTTP/1.0")) {
      return Refusal.malformed("WebSockets need HTTP/1.1");
    } else if (!isWellFormed(head.query())) {
      return Refusal.malformed(
          "The query is not well-formed: each % must begin an escape, and characters beyond ASCII"
              + " must be escaped");
    }
    for (String name : SINGLE) {
      if (head.all(name).size() > 1) {
        return Refusal.malformed("The header " + name + " must not be repeated");
      }
    }
    for (List<String> values : head.fields().values()) {
      if (!values.stream().allMatch(OpeningHandshake::isText)) {
        return Refusal.malformed("A header holds a control character");
      }
    }
    return null;
  }

  /** Checks what holds for a WebSocket handshake. */
  private static @Nullable Refusal unsuited(RequestHead head) {
    if (head.first("Host").filter(host -> HOST.matcher(host).matches()).isEmpty()) {
      return Refusal.malformed("The header Host must name a host");
    } else if (head.members("Connection").noneMatch("upgrade"::equalsIgnoreCase)) {
      return Refusal.malformed(
          "The header Connection must list Upgrade; a proxy on the way may have taken it out");
    } else if (head.first("Sec-WebSocket-Version").filter(VERSION::equals).isEmpty()) {
      return Refusal.version();
    } else if (head.first("Sec-WebSocket-Key").filter(OpeningHandshake::isKey).isEmpty()) {
      return Refusal.malformed("The header Sec-WebSocket-Key must hold 16 bytes in Base64");
    }
    return hasBody(head) ? Refusal.malformed("A handshake has no body") : null;
  }

  private static boolean isKey(String value) {
    try {
      return Base64.getDecoder().decode(value).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static boolean hasBody(RequestHead head) {
    return !head.all("Transfer-Encoding").isEmpty()
        || !head.all("Content-Length").stream().allMatch("0"::equals);
  }

  private static boolean isText(String value) {
    return value.chars().allMatch(each -> each >= ' ' && each != 0x7F || each == '\t');
  }

  /** Returns whether it is visible ASCII in which each percent sign begins an escape. */
  private static boolean isWellFormed(String query) {
    for (int i = 0; i < query.length(); i++) {
      char each = query.charAt(i);
      boolean isPlain = each > ' ' && each < 0x7F && each != '#' && each != '%';
      if (!isPlain && !(each == '%' && RequestPath.isEscape(query, i))) {
        return false;
      }
    }
    return true;
  }
}
