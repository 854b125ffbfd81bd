package io.heartwire.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A session of a server, with a real socket or with calls that the test answers. */
final class ScriptedWireSession implements WireSession {
  final AtomicInteger closes = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  private final @Nullable SocketChannel socket;
  private final List<ByteBuffer> written = new CopyOnWriteArrayList<>();

  volatile ByteBuffer early = ByteBuffer.allocate(0);

  /** Whether writes wait for {@link #writer}. */
  volatile boolean isSlow;

  /** The first call that is not as it is known, if there is one. */
  volatile String unknown = "";

  volatile @Nullable ReadCallback reader;
  volatile @Nullable WriteCallback writer;

  ScriptedWireSession(@Nullable SocketChannel socket) {
    this.socket = socket;
  }

  @Override
  public Optional<SocketChannel> socket() {
    return Optional.ofNullable(socket);
  }

  @Override
  public ByteBuffer early() {
    check("early");
    return early;
  }

  @Override
  public void takeOver() {}

  @Override
  public void read(ReadCallback callback) {
    check("read");
    reads.incrementAndGet();
    reader = callback;
  }

  @Override
  public boolean write(ByteBuffer bytes, WriteCallback callback) {
    check("write");
    if (writer != null) {
      throw new IllegalStateException("two writes at one time");
    }
    written.add(bytes); // which are the session's until it has written them
    if (isSlow) {
      writer = callback;
    }
    return !isSlow;
  }

  @Override
  public void close() {
    closes.incrementAndGet();
    check("close");
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void check(String call) {
    if (unknown.equals(call)) {
      throw new WireUnsupportedException("not as known", new NoSuchMethodException(call));
    }
  }

  private static byte[] copy(ByteBuffer from) {
    byte[] copy = new byte[from.remaining()];
    from.duplicate().get(copy);
    return copy;
  }

  /** Bytes have come; returns whether to go on. */
  boolean receive(byte... bytes) {
    return Objects.requireNonNull(reader).received(ByteBuffer.wrap(bytes));
  }

  /** What was written by calls, in words. */
  List<String> frames() {
    return written.stream().flatMap(each -> WrittenFrames.of(copy(each)).stream()).toList();
  }
}
