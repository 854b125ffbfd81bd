package io.heartwire.selftest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.HexFormat;

/**
 * A small WebSocket client (RFC 6455) over a plain socket. It costs next to nothing beside the
 * gateway's own work. Used by one thread, which it blocks for up to 5 s a step.
 */
final class LoopbackClient implements AutoCloseable {
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  static final int FIN = 0x80;
  static final byte[] NORMAL = {3, (byte) 0xE8};

  private static final int ANSWER_MILLIS = 5_000;
  private static final int MOST_HEAD_BYTES = 8_192;
  private static final int MASKED = 0x80;
  private static final int MOST_PAYLOAD_BYTES = 125;

  /** What the gateway sent. */
  record Frame(int opcode, byte[] payload) {
    @Override
    public String toString() {
      return "opcode " + opcode + " with " + HexFormat.of().formatHex(payload);
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private String answer = "";

  private LoopbackClient(InetSocketAddress address) throws IOException {
    socket.connect(address, ANSWER_MILLIS);
    socket.setSoTimeout(ANSWER_MILLIS);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /**
   * Connects and upgrades.
   *
   * @param path with the application's context root
   * @param header one more line of the request's head
   * @throws UnservedException if the answer is another than 101
   * @throws IOException if nobody listens, or the connection fails
   */
  static LoopbackClient connect(InetSocketAddress address, String path, String header)
      throws IOException {
    LoopbackClient client = new LoopbackClient(address);
    try {
      client.upgrade(path, header);
      return client;
    } catch (IOException | RuntimeException failed) {
      client.close();
      throw failed;
    }
  }

  /** Whether the answer to the handshake has this line. */
  boolean isAnsweredWith(String line) {
    return answer.lines().anyMatch(line::equalsIgnoreCase);
  }

  /** Sends a text message and waits for the first frame that answers it. */
  void exchange(String message) throws IOException {
    send(FIN | TEXT, message.getBytes(UTF_8));
    Frame first = read();
    if (first.opcode() == CLOSE) {
      throw new UnservedException("a client was let in and closed at once with " + first);
    }
  }

  /** Does the closing handshake; publications may arrive before the answer. */
  void leave() throws IOException {
    send(FIN | CLOSE, NORMAL);
    while (read().opcode() != CLOSE) {
      // Not the answer yet.
    }
  }

  /**
   * Sends one frame, masked by zeros, which leave the payload as it is.
   *
   * @param firstByte the opcode, with {@link #FIN} where the message ends
   * @param payload at most 125 bytes
   */
  void send(int firstByte, byte[] payload) throws IOException {
    if (payload.length > MOST_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("too long for a short frame: " + payload.length);
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(firstByte);
    frame.write(MASKED | payload.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  /** Waits for the next frame. */
  Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte() & 0x7F; // servers do not mask
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      throw new IOException("an answer of more than 64 KiB");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(opcode, payload);
  }

  /** Resets the connection: otherwise the system would keep its port for a minute. */
  @Override
  public void close() {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    } catch (IOException gone) {
      // The connection has ended already.
    }
  }

  private void upgrade(String path, String header) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "%s\r\n\r\n";
    socket.getOutputStream().write(request.formatted(path, header).getBytes(US_ASCII));
    answer = readHead();
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new UnservedException(
          "the answer to a handshake was: " + answer.lines().findFirst().orElse(""));
    }
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ending = 0; // how much of CR LF CR LF was read last
    while (ending < 4) {
      int next = in.read();
      if (next < 0 || head.size() == MOST_HEAD_BYTES) {
        throw new IOException("the answer to a handshake has no end");
      }
      head.write(next);
      boolean isExpected = next == (ending % 2 == 0 ? '\r' : '\n');
      ending = isExpected ? ending + 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }
}
