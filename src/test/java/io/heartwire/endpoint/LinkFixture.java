package io.heartwire.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A link and the channel below it. */
abstract class LinkFixture {
  static final int NO_TIMEOUT = -1;

  final Channel channel = new Channel();
  final Link link = new Link();

  /** What a link knows of the channel below: named as the container names it. */
  public interface Request {
    @Nullable Buffer getBuffer();

    void setBuffer(@Nullable Buffer buffer);

    void setJITAllocateSize(int bytes);

    long read(long bytes, int timeout) throws IOException;

    @Nullable Object read(long bytes, @Nullable Callback callback, boolean queued, int timeout);
  }

  /** What is called when data is there. */
  public interface Callback {
    void complete(Object connection, Request request);

    void error(Object connection, Request request, IOException why);
  }

  /** Of the container's pool. */
  public static final class Buffer {
    final ByteBuffer bytes = ByteBuffer.allocateDirect(ReadBuffer.SIZE);
    int releases;

    /** To read into. */
    public ByteBuffer getWrappedByteBufferNonSafe() {
      return bytes;
    }

    /** Gives it back. */
    public void release() {
      releases++;
    }
  }

  static final class Channel implements Request {
    final List<String> reads = new CopyOnWriteArrayList<>();
    final IOException refusal = new IOException("not now");
    @Nullable Buffer buffer;
    @Nullable Callback callback;
    int size;

    @Override
    public @Nullable Buffer getBuffer() {
      return buffer;
    }

    @Override
    public void setBuffer(@Nullable Buffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void setJITAllocateSize(int bytes) {
      size = bytes;
    }

    @Override
    public long read(long bytes, int timeout) throws IOException {
      throw refusal;
    }

    @Override
    public @Nullable Object read(
        long bytes, @Nullable Callback callback, boolean queued, int timeout) {
      this.callback = callback;
      reads.add(bytes + " queued=" + queued + " timeout=" + timeout);
      return null;
    }

    void arrive(Buffer data) {
      buffer = data;
      callback.complete("connection", this);
    }

    void fail(IOException why) {
      callback.error("connection", this, why);
    }
  }

  static final class Link implements Callback {
    @Nullable Request told;
    @Nullable IOException error;

    @Override
    public void complete(Object connection, Request request) {
      told = request;
    }

    @Override
    public void error(Object connection, Request request, IOException why) {
      told = request;
      error = why;
    }
  }
}
