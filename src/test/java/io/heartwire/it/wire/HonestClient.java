package io.heartwire.it.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heartwire.it.client.RawSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.function.LongConsumer;

/**
 * A client that keeps to all rules: alone in its channel, it numbers what it says and expects to
 * hear each number once, in order. One thread: that of {@link HonestClients}.
 */
final class HonestClient {
  private static final byte[] KEY = Base64.getEncoder().encode(new byte[16]);
  private static final int SIZES = 500;

  private final SocketChannel channel;
  private final LongConsumer roundTrips;
  private final ByteBuffer in = ByteBuffer.allocate(16_384);
  private final Deque<Long> sentAt = new ArrayDeque<>();
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
  private long sent;
  private long heard;
  private String trouble = "";

  private HonestClient(SocketChannel channel, LongConsumer roundTrips) {
    this.channel = channel;
    this.roundTrips = roundTrips;
  }

  /**
   * @param roundTrips is told nanoseconds
   */
  static HonestClient connect(InetSocketAddress server, String name, LongConsumer roundTrips)
      throws IOException {
    HonestClient client = new HonestClient(SocketChannel.open(server), roundTrips);
    client.upgrade(name);
    client.channel.configureBlocking(false);
    return client;
  }

  SocketChannel channel() {
    return channel;
  }

  /** Whether something is wrong for good. */
  boolean isTroubled() {
    return !trouble.isEmpty();
  }

  /** Whether everything that was said has been heard. */
  boolean isAnswered() {
    return heard == sent;
  }

  long heard() {
    return heard;
  }

  /** What is wrong; empty if nothing is. */
  String verdict() {
    String all = isAnswered() ? "" : "heard " + heard + " of " + sent + " messages";
    return isTroubled() ? trouble : all;
  }

  /**
   * Says the next number.
   *
   * @param due when this should happen; whoever is late has waited already
   */
  void send(long due) {
    if (!isTroubled()) {
      String text = sent + " " + "x".repeat((int) (sent * 37 % SIZES));
      sentAt.add(due);
      sent++;
      write(RawSocket.TEXT, text.getBytes(US_ASCII));
    }
  }

  /** Takes what has arrived. */
  void read() {
    try {
      int size = channel.read(in);
      in.flip();
      while (!isTroubled() && takeFrame()) {
        // There may be another one.
      }
      in.compact();
      if (size < 0) {
        fail("the connection ended");
      }
    } catch (IOException broken) {
      fail(broken.toString());
    }
  }

  /** Goes on with what the kernel had no room for. */
  void flush() {
    try {
      while (!unsent.isEmpty() && channel.write(unsent.peek()) >= 0) {
        if (unsent.peek().hasRemaining()) {
          return;
        }
        unsent.remove();
      }
    } catch (IOException broken) {
      fail(broken.toString());
    }
  }

  void close() throws IOException {
    channel.close();
  }

  private void upgrade(String name) throws IOException {
    String request =
        "GET /ws/%s HTTP/1.1\r\nHost: honest\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n";
    channel.socket().setTcpNoDelay(true);
    channel.write(
        ByteBuffer.wrap(request.formatted(name, new String(KEY, US_ASCII)).getBytes(US_ASCII)));
    StringBuilder answer = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (!answer.toString().endsWith("\r\n\r\n")) {
      if (channel.read(one.clear()) < 0) {
        throw new IOException("no answer to the handshake but " + answer);
      }
      answer.append((char) one.get(0));
    }
    if (!answer.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("refused: " + answer);
    }
  }

  /** Takes a frame of the server's, if it has come as a whole. */
  private boolean takeFrame() {
    in.mark();
    if (in.remaining() < 2) {
      return false;
    }
    int opcode = in.get() & 0x0f;
    int length = in.get();
    if (length == 126 && in.remaining() >= 2) {
      length = in.getShort() & 0xffff;
    }
    if (in.remaining() < length) {
      in.reset();
      return false;
    }
    byte[] payload = new byte[length];
    in.get(payload);
    take(opcode, payload);
    return true;
  }

  private void take(int opcode, byte[] payload) {
    switch (opcode) {
      case RawSocket.TEXT -> hear(new String(payload, US_ASCII));
      case RawSocket.PING -> write(RawSocket.PONG, payload);
      case RawSocket.CLOSE -> fail("closed with " + (ByteBuffer.wrap(payload).getShort() & 0xffff));
      default -> fail("an unexpected frame of opcode " + opcode);
    }
  }

  private void hear(String text) {
    if (text.startsWith(heard + " ")) {
      heard++;
      roundTrips.accept(System.nanoTime() - sentAt.remove());
    } else {
      fail("heard '" + text.strip() + "' and not " + heard);
    }
  }

  private void write(int opcode, byte[] payload) {
    unsent.add(ByteBuffer.wrap(RawSocket.frame(opcode, true, payload)));
    flush();
  }

  private void fail(String what) {
    if (!isTroubled()) {
      trouble = what + ", after " + heard + " of " + sent + " messages";
    }
  }
}
