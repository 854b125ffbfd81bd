package io.heartwire.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.DeadLetter;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueMessage;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A message of a queue as a person can read it: a bounded part of it, and how long it is. */
final class MessageJson {
  /** Of text, JSON or not. */
  static final int MOST_BYTES = 4096;

  /** Of what is no text. */
  static final int MOST_HEX = 512;

  private static final int MOST_HEADERS = 30;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private MessageJson() {}

  static void write(JsonGenerator out, QueueMessage message) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", Long.toString(message.id())); // may be beyond what a double holds
    data(out, message.data());
    headers(out, message.headers());
    ClientInfo sender = message.sender();
    if (sender != null) {
      out.writeStringField("user", ListJson.clip(sender.user()));
      out.writeStringField("client", sender.client());
    }
    out.writeNumberField("first_sent_at", message.firstSentMillis());
    DeadLetter dead = message.dead();
    if (dead != null) {
      out.writeObjectFieldStart("dead");
      out.writeStringField("reason", dead.reason().name().toLowerCase(Locale.ROOT));
      out.writeStringField("detail", ListJson.clip(dead.detail()));
      out.writeNumberField("deliveries", dead.deliveries());
      out.writeNumberField("at", dead.timeMillis());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void data(JsonGenerator out, Payload data) throws IOException {
    Optional<String> text = text(data.shared());
    out.writeStringField("kind", text.isEmpty() ? "hex" : isJson(data) ? "json" : "text");
    out.writeStringField(
        "data",
        text.orElseGet(() -> HEX.formatHex(data.shared(), 0, Math.min(MOST_HEX, data.size()))));
    out.writeNumberField("size", data.size());
    if (data.size() > (text.isPresent() ? MOST_BYTES : MOST_HEX)) {
      out.writeBooleanField("clipped", true);
    }
  }

  /** Empty if it is not all text that a person can read. */
  private static Optional<String> text(byte[] bytes) {
    boolean isWhole = bytes.length <= MOST_BYTES;
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(MOST_BYTES);
    ByteBuffer shown = ByteBuffer.wrap(bytes, 0, Math.min(MOST_BYTES, bytes.length));
    // The end of what is cut may be within a character.
    if (decoder.decode(shown, text, isWhole).isError()) {
      return Optional.empty();
    }
    String read = text.flip().toString();
    return read.chars().anyMatch(MessageJson::isUnreadable) ? Optional.empty() : Optional.of(read);
  }

  private static boolean isUnreadable(int c) {
    return Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
  }

  private static boolean isJson(Payload data) {
    return data.kind() == Payload.Kind.JSON
        || (data.size() <= MOST_BYTES
            && JsonSyntax.isValue(Arrays.copyOf(data.shared(), data.size())));
  }

  private static void headers(JsonGenerator out, Map<String, String> headers) throws IOException {
    if (headers.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("headers");
    int left = MOST_HEADERS;
    for (Map.Entry<String, String> header : new TreeMap<>(headers).entrySet()) {
      if (left-- == 0) {
        break;
      }
      out.writeStringField(ListJson.clip(header.getKey()), ListJson.clip(header.getValue()));
    }
    out.writeEndObject();
  }
}
