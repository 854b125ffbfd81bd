package io.heartwire.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client connection. Belongs to the receiving thread; only {@link #publish} may be called by
 * another one.
 */
public final class Session {
  /** Why a connection is closed that this side has closed. */
  public static final String LEFT = "closed by the client";

  private static final int MOST_UNSENT = 4 * 1024 * 1024;

  /** Where a connection is in its life. */
  public enum State {
    CONNECTING,
    UPGRADING,
    JOINING,
    READY,
    CLOSED
  }

  private final Loop loop;
  private final Dialect dialect;
  private final String channelName;
  private final Arrivals arrivals;
  private final SocketChannel channel;
  private final SelectionKey key;
  private byte @Nullable [] rest;
  private @Nullable ByteBuffer unsent; // guarded by this
  private volatile State state = State.CONNECTING;
  private String end = "";
  private int hint;
  private int expected = -1;
  private long received;
  private Position position = Position.NONE;

  /**
   * Starts to connect.
   *
   * @param receiveBuffer bytes of SO_RCVBUF; 0 leaves it to the system
   */
  public Session(
      Loop loop,
      int port,
      Dialect dialect,
      String channelName,
      Arrivals arrivals,
      int receiveBuffer)
      throws IOException {
    this.loop = loop;
    this.dialect = dialect;
    this.channelName = channelName;
    this.arrivals = arrivals;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (receiveBuffer > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
    }
    channel.bind(new InetSocketAddress(loop.nextSource(), 0));
    key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
    if (channel.connect(new InetSocketAddress("127.0.0.1", port))) {
      connected();
    }
  }

  public State state() {
    return state;
  }

  public String channelName() {
    return channelName;
  }

  /** Why it is closed; empty as long as it is not. */
  public String end() {
    return end;
  }

  /** How many messages have arrived. */
  public long received() {
    return received;
  }

  /** From where it recovers when it subscribes, and then where it is. */
  public Position position() {
    return position;
  }

  public void setPosition(Position position) {
    this.position = position;
  }

  /** Where a dialect found the last message, from the begin of its frame or line. */
  public int hint() {
    return hint;
  }

  public void setHint(int hint) {
    this.hint = hint;
  }

  /** Counts an arrival and says whether it came in order; the first sets the order. */
  boolean inOrder(int place) {
    boolean is = expected < 0 || place == expected;
    expected = place + 1;
    received++;
    return is;
  }

  /** To be called by the dialect: joined its channel. */
  public void ready() {
    if (state == State.JOINING) {
      state = State.READY;
      arrivals.ready(this);
    }
  }

  /** To be called by the dialect: a message begins here. */
  public void arrived(byte[] bytes, int at, int to) {
    arrivals.arrived(this, bytes, at, to);
  }

  /** To be called by the dialect: the server has taken one message. */
  public void confirmed() {
    arrivals.confirmed(this);
  }

  public void send(String text) {
    send(text.getBytes(UTF_8));
  }

  public void send(byte[] content) {
    write(Frames.write(dialect.binary() ? Frames.BINARY : Frames.TEXT, content, 0, content.length));
  }

  /** Publishes to the own channel; from any thread. */
  public void publish(byte[] message) {
    send(dialect.publication(channelName, message));
  }

  /** Never reads again, as a client that hangs. */
  public void stopReading() {
    key.interestOps(0);
  }

  /** Says goodbye and closes at once. */
  public void leave() {
    if (state == State.READY) {
      write(Frames.write(Frames.CLOSE, new byte[] {0x03, (byte) 0xE8}, 0, 2));
    }
    close();
  }

  public void close() {
    closed(LEFT);
  }

  void handle(SelectionKey selected) {
    try {
      if (selected.isConnectable() && channel.finishConnect()) {
        connected();
      }
      if (selected.isValid() && selected.isWritable()) {
        flush();
      }
      if (selected.isValid() && selected.isReadable()) {
        read();
      }
    } catch (IOException e) {
      closed(String.valueOf(e.getMessage()));
    }
  }

  /** To be called when the peer or the protocol ends it. */
  public void closed(String why) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    end = why;
    key.cancel();
    try {
      channel.close();
    } catch (IOException ignored) {
      // It is closed.
    }
    arrivals.closed(this);
  }

  private void connected() {
    state = State.UPGRADING;
    key.interestOps(SelectionKey.OP_READ);
    String subprotocol = dialect.subprotocol();
    write(
        ByteBuffer.wrap(
            ("GET "
                    + dialect.path(channelName)
                    + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                    + (subprotocol.isEmpty()
                        ? ""
                        : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
                    + dialect.headers()
                    + "\r\n")
                .getBytes(ISO_8859_1)));
  }

  private void read() throws IOException {
    ByteBuffer in = loop.buffer().clear();
    if (rest != null) {
      in.put(rest);
      rest = null;
    }
    if (channel.read(in) < 0) {
      closed("the server closed the connection without a close frame");
      return;
    }
    int to = in.position();
    int at = state == State.UPGRADING ? upgrade(in.array(), to) : 0;
    if (state != State.UPGRADING && state != State.CLOSED) {
      at = Frames.read(in.array(), at, to, this::frame);
    }
    if (at < to && state != State.CLOSED) {
      rest = Arrays.copyOfRange(in.array(), at, to);
      if (to == in.capacity() && at == 0) {
        loop.growBuffer();
      }
    }
  }

  /** Returns where the frames begin; 0 and still upgrading if the answer is not complete. */
  private int upgrade(byte[] bytes, int to) {
    String text = new String(bytes, 0, to, ISO_8859_1);
    int headersEnd = text.indexOf("\r\n\r\n");
    if (headersEnd < 0) {
      return 0;
    }
    if (!text.startsWith("HTTP/1.1 101")) {
      closed("refused: " + text.substring(0, text.indexOf("\r\n")));
      return 0;
    }
    state = State.JOINING;
    dialect.opened(this);
    return headersEnd + 4;
  }

  private void frame(int opcode, boolean last, byte[] bytes, int from, int to) {
    if (state == State.CLOSED) {
      return;
    }
    switch (opcode) {
      case Frames.TEXT, Frames.BINARY -> {
        if (last) {
          dialect.frame(this, bytes, from, to);
        } else {
          closed("a message in several frames, which this generator does not put together");
        }
      }
      case Frames.PING -> write(Frames.write(Frames.PONG, bytes, from, to));
      case Frames.PONG -> {}
      case Frames.CLOSE -> closed("close frame " + reason(bytes, from, to));
      default -> closed("unexpected opcode " + opcode);
    }
  }

  private static String reason(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return "without a code";
    }
    int code = (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF);
    return code + " " + new String(bytes, from + 2, to - from - 2, UTF_8);
  }

  private synchronized void write(ByteBuffer bytes) {
    if (!channel.isOpen()) {
      return;
    }
    try {
      if (unsent == null) {
        channel.write(bytes);
      }
      if (bytes.hasRemaining()) {
        keep(bytes);
      }
    } catch (IOException e) {
      breakOff();
    }
  }

  /** Called with the lock held. */
  private void keep(ByteBuffer bytes) throws IOException {
    ByteBuffer before = unsent == null ? ByteBuffer.allocate(0) : unsent;
    if (before.remaining() + bytes.remaining() > MOST_UNSENT) {
      throw new IOException("the server does not take what is sent");
    }
    int room = before.remaining() + bytes.remaining();
    unsent = ByteBuffer.allocate(room).put(before).put(bytes).flip();
    key.interestOpsOr(SelectionKey.OP_WRITE);
    loop.selector().wakeup();
  }

  private synchronized void flush() throws IOException {
    if (unsent != null) {
      channel.write(unsent);
      if (unsent.hasRemaining()) {
        return;
      }
      unsent = null;
    }
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
  }

  /** The receiving thread notices by its next read. */
  private void breakOff() {
    try {
      channel.shutdownOutput();
    } catch (IOException ignored) {
      // Broken already.
    }
  }
}
