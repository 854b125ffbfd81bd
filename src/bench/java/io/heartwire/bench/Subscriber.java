package io.heartwire.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks Centrifuge JSON: connects, subscribes, answers pings, and checks that
 * publications come in order. Each holds the moment at which it was due to be sent.
 */
final class Subscriber {
  private static final byte[] MARK = "\"due\":".getBytes(UTF_8);
  private static final byte[] SEQUENCE = "\"n\":".getBytes(UTF_8);

  private final SocketChannel channel;
  private final String topic;
  private final LongConsumer due;
  private ByteBuffer in = ByteBuffer.allocate(64 * 1024);
  private @Nullable ByteBuffer unsent;
  private boolean upgraded;
  private boolean subscribed;
  private long expected = -1;
  private long received;
  private long outOfOrder;

  /**
   * @param due told the due moment of every publication that arrives
   */
  Subscriber(InetSocketAddress gateway, String topic, Selector selector, LongConsumer due)
      throws IOException {
    this.topic = topic;
    this.due = due;
    channel = SocketChannel.open(gateway);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
    write(
        ByteBuffer.wrap(
            ("GET /connection/websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(ISO_8859_1)));
  }

  boolean isSubscribed() {
    return subscribed;
  }

  long received() {
    return received;
  }

  long outOfOrder() {
    return outOfOrder;
  }

  /** Sends a text frame, masked as clients must (RFC 6455, section 5.3). */
  void send(String text) throws IOException {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i & 3]));
    }
    write(frame.flip());
  }

  /** Reads all there is. */
  void read() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the gateway closed a connection");
    }
    in.flip();
    if (!upgraded) {
      skipHandshake();
    }
    while (upgraded && takeFrame()) {
      // Each turn takes one.
    }
    in.compact();
    if (!in.hasRemaining()) {
      in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
    }
  }

  private void skipHandshake() throws IOException {
    String text = new String(in.array(), 0, in.limit(), ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    if (!text.startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + text.substring(0, text.indexOf("\r\n")));
    }
    in.position(end + 4);
    upgraded = true;
    send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"" + topic + "\"}}");
  }

  private boolean takeFrame() throws IOException {
    int start = in.position();
    if (in.remaining() < 2) {
      return false;
    }
    int opcode = in.get() & 0x0F;
    long length = in.get() & 0x7F;
    int more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (in.remaining() < more) {
      in.position(start);
      return false;
    }
    length = more == 2 ? in.getShort() & 0xFFFF : more == 8 ? in.getLong() : length;
    if (in.remaining() < length) {
      in.position(start);
      return false;
    }
    int from = in.position();
    in.position(from + (int) length);
    if (opcode == 1) {
      takeLines(in.array(), from, from + (int) length);
    } else if (opcode == 9) {
      pong(in.array(), from, (int) length);
    } else if (opcode == 8) {
      throw new IOException("closed: " + new String(in.array(), from + 2, (int) length - 2, UTF_8));
    }
    return true;
  }

  private void takeLines(byte[] bytes, int from, int to) throws IOException {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes[i] == '\n') {
        takeLine(bytes, start, i);
        start = i + 1;
      }
    }
  }

  private void takeLine(byte[] bytes, int from, int to) throws IOException {
    if (to - from == 2) {
      send("{}");
      return;
    }
    long moment = number(bytes, from, to, MARK);
    if (moment >= 0) {
      received++;
      long n = number(bytes, from, to, SEQUENCE);
      if (expected >= 0 && n != expected) {
        outOfOrder++;
      }
      expected = n + 1;
      due.accept(moment);
    } else if (new String(bytes, from, to - from, UTF_8).startsWith("{\"id\":2,\"subscribe\"")) {
      subscribed = true;
    }
  }

  /** The digits behind the mark, or -1 if it is not there. */
  private static long number(byte[] bytes, int from, int to, byte[] mark) {
    for (int i = from; i + mark.length < to; i++) {
      if (Arrays.mismatch(bytes, i, i + mark.length, mark, 0, mark.length) < 0) {
        long value = 0;
        for (int at = i + mark.length; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
          value = 10 * value + bytes[at] - '0';
        }
        return value;
      }
    }
    return -1;
  }

  private void pong(byte[] bytes, int from, int length) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(6 + length).put((byte) 0x8A).put((byte) (0x80 | length));
    frame.putInt(0).put(bytes, from, length); // a mask of zeros changes nothing
    write(frame.flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (unsent != null && unsent.hasRemaining()) {
      bytes = ByteBuffer.allocate(unsent.remaining() + bytes.remaining()).put(unsent).put(bytes);
      bytes.flip();
    }
    channel.write(bytes);
    unsent = bytes;
  }
}
