package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.config.DurationSyntax;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * A client's frame.
 *
 * @param headers unescaped; of a repeated one the first (STOMP 1.2, repeated header entries)
 * @param body never written to again
 * @param isText whether it came in a text message
 * @param size its bytes on the wire
 */
record ClientFrame(
    StompCommand command, Map<String, String> headers, byte[] body, boolean isText, int size) {

  private static final int LONGEST_NAME = 255;

  /** Bytes of its own objects, and of those of its step. */
  private static final int OVERHEAD = 512;

  /**
   * Bytes of the objects of a header: 64 of a letter each take 40 times as much as their letters.
   */
  private static final int HEADER = 128;

  /** The header, or empty text if there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean has(String name) {
    return headers.containsKey(name);
  }

  /**
   * @throws StompException if it is missing or empty
   */
  String require(String name) {
    String value = header(name);
    if (value.isEmpty()) {
      throw StompException.badRequest("a %s frame needs the header '%s'".formatted(command, name));
    }
    return value;
  }

  /**
   * The name of something that is kept: a subscription, a transaction.
   *
   * @throws StompException if it is missing, empty, or longer than a name may be
   */
  String requireName(String name) {
    String value = require(name);
    if (value.length() > LONGEST_NAME) {
      throw StompException.badRequest(
          "header '%s' of a %s frame must have at most %d characters, has %d"
              .formatted(name, command, LONGEST_NAME, value.length()));
    }
    return value;
  }

  /**
   * @return the header's whole number, or the default if there is none
   * @throws StompException if it is no number from 0 to {@code most}
   */
  long number(String name, long otherwise, long most) {
    String value = header(name).strip();
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // told below
    }
    throw StompException.badRequest(
        "header '%s' of a %s frame must be a whole number from 0 to %d, is '%s'"
            .formatted(name, command, most, shown(value)));
  }

  /**
   * @return the header's duration, or zero if there is none
   * @throws StompException if it is no duration, or longer than queues take
   */
  Duration duration(String name) {
    String value = header(name).strip();
    try {
      Duration length = value.isEmpty() ? Duration.ZERO : DurationSyntax.parse(value);
      if (!length.isNegative() && length.compareTo(QueueDraft.LONGEST) <= 0) {
        return length;
      }
    } catch (IllegalArgumentException bad) {
      // told below
    }
    throw StompException.badRequest(
        "header '%s' of a %s frame must be a duration, such as 500ms, 25s or 2m, of at most %d days; it is '%s'"
            .formatted(name, command, QueueDraft.LONGEST.toDays(), shown(value)));
  }

  /** The memory that it takes, with what is to be done with it. */
  long cost() {
    return size + OVERHEAD + cost(headers);
  }

  /** The memory that headers take besides their letters. */
  static long cost(Map<String, String> headers) {
    return (long) HEADER * headers.size();
  }

  /** The body as what its message and its {@code content-type} say that it is. */
  Payload payload() {
    String type = header("content-type").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      try {
        return Payload.json(body);
      } catch (IllegalArgumentException other) {
        return isText || isUtf8() ? text() : Payload.sharing(body);
      }
    }
    boolean saysText = type.startsWith("text/") || type.contains("charset=utf-8");
    return isText || (saysText && isUtf8()) ? text() : Payload.sharing(body);
  }

  private Payload text() {
    return Payload.text(new String(body, UTF_8));
  }

  private boolean isUtf8() {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }

  /** Shortens text of the client for an error message. */
  static String shown(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }

  /** Without headers and body, which may be secret: this may end up in a log. */
  @Override
  public String toString() {
    return command + " frame of " + size + " bytes";
  }
}
