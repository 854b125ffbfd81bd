package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path of a handshake, matched literally. A server that decodes and normalises a path first
 * would serve an endpoint at many paths, and so bypass the rules of a proxy in front, which know
 * only one.
 *
 * @param protocolPath the protocol whose path it is
 * @param fault the refusal, or null if the path is exactly that of an endpoint
 * @param channel the channel in the path; empty if there is none or its name is invalid
 */
record RequestPath(
    ProtocolPath protocolPath, @Nullable Refusal fault, Optional<ChannelName> channel) {
  /** The characters of a segment besides letters and digits (RFC 3986, section 3.3). */
  private static final String MARKS = "-._~!$&'()*+,;=:@%";

  private static final int HEX = 16;

  /**
   * @param raw the path as it was sent, without the context root and the query
   */
  static RequestPath of(String raw) {
    if (raw.equals(ProtocolPath.CENTRIFUGE_PATH)) {
      return new RequestPath(ProtocolPath.CENTRIFUGE, null, Optional.empty());
    }
    if (raw.equals(ProtocolPath.STOMP_PATH)) {
      return new RequestPath(ProtocolPath.STOMP, null, Optional.empty());
    }
    ProtocolPath protocolPath = begunBy(raw);
    if (!raw.chars().allMatch(each -> each == '/' || isAllowed((char) each))) {
      return wrong(
          protocolPath, Refusal.malformed("The path holds characters that must be escaped"));
    }
    if (protocolPath != ProtocolPath.RAW) {
      return wrong(protocolPath, Refusal.path());
    }
    String segment;
    try {
      segment = decoded(raw.substring(ProtocolPath.RAW_PATH.length()));
    } catch (IllegalArgumentException malformed) {
      return wrong(
          protocolPath,
          Refusal.malformed(
              "The path is not well-formed: each % must begin an escape, and the escapes must be"
                  + " UTF-8"));
    }
    return segment.isEmpty() || segment.contains("/") || isDots(segment)
        ? wrong(protocolPath, Refusal.path())
        : new RequestPath(
            protocolPath, null, ChannelName.parse(segment).filter(ChannelName::fitsPath));
  }

  /** Whose limits count for a path that is nobody's. */
  private static ProtocolPath begunBy(String raw) {
    if (raw.startsWith(ProtocolPath.RAW_PATH)) {
      return ProtocolPath.RAW;
    }
    return raw.startsWith(ProtocolPath.STOMP_PATH) ? ProtocolPath.STOMP : ProtocolPath.CENTRIFUGE;
  }

  private static RequestPath wrong(ProtocolPath protocolPath, Refusal fault) {
    return new RequestPath(protocolPath, fault, Optional.empty());
  }

  private static boolean isDots(String segment) {
    return segment.equals(".") || segment.equals("..");
  }

  private static boolean isAllowed(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || MARKS.indexOf(each) >= 0;
  }

  /**
   * @throws IllegalArgumentException if an escape is invalid, or the decoded bytes are not UTF-8
   */
  private static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    ByteBuffer bytes = ByteBuffer.allocate(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char each = segment.charAt(i);
      if (each != '%') {
        bytes.put((byte) each);
      } else if (isEscape(segment, i)) {
        bytes.put((byte) Integer.parseInt(segment, i + 1, i + 3, HEX));
        i += 2;
      } else {
        throw new IllegalArgumentException("invalid escape");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  /** Returns whether two hexadecimal digits follow. */
  static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), HEX) >= 0
        && Character.digit(text.charAt(at + 2), HEX) >= 0;
  }
}
