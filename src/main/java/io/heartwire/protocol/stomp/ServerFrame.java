package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.Payload;
import io.heartwire.connection.Message;
import io.heartwire.connection.Utf8;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes the server's frames: a body of text in a text message, any other in a binary one. */
final class ServerFrame {
  /** An end of line, which is no frame. */
  static final Message HEART_BEAT = Message.text("\n", Message.HEART_BEATS);

  private ServerFrame() {}

  /**
   * @param headers in this order, unescaped
   * @param isLatest whether the client speaks 1.2
   * @param topic see {@link Message#topic()}
   */
  static Message encode(
      String command,
      Map<String, String> headers,
      @Nullable Payload body,
      boolean isLatest,
      @Nullable Object topic) {
    StringBuilder head = new StringBuilder(256).append(command).append('\n');
    boolean escapes = !command.equals("CONNECTED");
    headers.forEach(
        (name, value) -> {
          if (escapes) {
            HeaderText.append(head, name, isLatest);
            HeaderText.append(head.append(':'), value, isLatest);
          } else {
            head.append(name).append(':').append(value);
          }
          head.append('\n');
        });
    if (body == null) {
      return Message.text(head.append("\n\0").toString(), topic);
    }
    if (body.kind() == Payload.Kind.BYTES && !body.isEmpty()) {
      return binary(head, body, topic);
    }
    String text = body.asText();
    head.append("content-length:").append(Utf8.length(text)).append("\n\n");
    return Message.text(head.append(text).append('\0').toString(), topic);
  }

  private static Message binary(StringBuilder head, Payload body, @Nullable Object topic) {
    head.append("content-length:").append(body.size()).append("\n\n");
    byte[] start = head.toString().getBytes(UTF_8);
    ByteBuffer whole = ByteBuffer.allocate(start.length + body.size() + 1);
    whole.put(start).put(body.shared()).put((byte) 0).flip();
    return Message.binary(whole, topic);
  }
}
