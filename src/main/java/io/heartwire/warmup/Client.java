package io.heartwire.warmup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * One client of the warm-up, over a plain socket: it costs next to nothing beside the gateway's own
 * work, which is what is to be exercised. Used by one thread, which it blocks.
 */
final class Client implements AutoCloseable {
  private static final int ANSWER_MILLIS = 5_000;
  private static final int LONGEST_HEAD = 8_192;
  private static final int CLOSE = 8;
  private static final byte[] GOODBYE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xE8};

  /** What the gateway sent. */
  record Frame(int opcode, byte[] payload) {
    @Override
    public String toString() {
      return "opcode " + opcode + " with " + HexFormat.of().formatHex(payload);
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;

  private Client(InetSocketAddress from, InetSocketAddress address) throws IOException {
    socket.bind(from);
    socket.connect(address, ANSWER_MILLIS);
    socket.setSoTimeout(ANSWER_MILLIS);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /**
   * Connects and upgrades.
   *
   * @param from what to bind to
   * @throws IOException if nobody listens, or what answers is no gateway that is warming up
   */
  static Client connect(InetSocketAddress from, InetSocketAddress address, byte[] request)
      throws IOException {
    Client client = new Client(from, address);
    try {
      client.socket.getOutputStream().write(request);
      String status = client.head();
      if (!status.startsWith("HTTP/1.1 101")) {
        throw new IOException("the answer to a handshake was: " + status);
      }
      return client;
    } catch (IOException | RuntimeException failed) {
      client.close();
      throw failed;
    }
  }

  /** Sends a frame as it goes over the wire. */
  void send(byte[] frame) throws IOException {
    socket.getOutputStream().write(frame);
  }

  /** Waits for the next frame. */
  Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte() & 0x7F; // a gateway does not mask
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      throw new IOException("an answer of more than 64 KiB");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(opcode, payload);
  }

  /** Sends a frame and waits for the first that answers. */
  void exchange(byte[] frame) throws IOException {
    send(frame);
    if (read().opcode() == CLOSE) {
      throw new IOException("closed by the gateway");
    }
  }

  /** The closing handshake, so that the gateway's part of it is exercised, too. */
  void sayGoodbye() throws IOException {
    send(GOODBYE);
    while (read().opcode() != CLOSE) {
      // What was published arrives before.
    }
  }

  /** Resets the connection: it would keep its port for a minute otherwise. */
  @Override
  public void close() {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    } catch (IOException gone) {
      // Which is what was wanted.
    }
  }

  private String head() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);
    InputStream bytes = in;
    int ending = 0;
    while (ending < 4 && head.hasRemaining()) {
      int next = bytes.read();
      if (next < 0) {
        throw new IOException("closed during the handshake");
      }
      head.put((byte) next);
      boolean expected = next == (ending % 2 == 0 ? '\r' : '\n');
      ending = expected ? ending + 1 : 0;
    }
    String text = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
    return text.lines().findFirst().orElse("");
  }
}
