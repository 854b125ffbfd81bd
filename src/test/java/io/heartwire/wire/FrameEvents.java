package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heartwire.connection.CloseReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a reader of frames says: payloads of bytes as characters from 0 to 255. */
final class FrameEvents implements FrameReader.Handler {
  final List<String> all = new ArrayList<>();

  @Override
  public void text(String message) {
    all.add("text " + message);
  }

  @Override
  public void binary(ByteBuffer message) {
    all.add("binary " + bytes(message));
  }

  @Override
  public void fragment() {
    all.add("fragment");
  }

  @Override
  public void ping(ByteBuffer payload) {
    all.add("ping " + bytes(payload));
  }

  @Override
  public void pong(ByteBuffer payload) {
    all.add("pong " + bytes(payload));
  }

  @Override
  public void close(CloseReason reason) {
    all.add("close " + reason.code() + " " + reason.text());
  }

  void failed(FrameException violation) {
    failed(violation.reason().code());
  }

  void failed(int code) {
    all.add("failed " + code);
  }

  private static String bytes(ByteBuffer from) {
    byte[] copy = new byte[from.remaining()];
    from.get(copy);
    return new String(copy, ISO_8859_1);
  }
}
