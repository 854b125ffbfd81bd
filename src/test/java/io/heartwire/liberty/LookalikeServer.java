package io.heartwire.liberty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classes with the names that Open Liberty has for its methods and fields. */
final class LookalikeServer {
  private LookalikeServer() {}

  /** What a WebSocket session is to the container. */
  public static final class Session {
    private final InnerSession inner = new InnerSession();

    public InnerSession getSessionImpl() {
      return inner;
    }

    Link link() {
      return inner.connLink;
    }
  }

  /** Behind it. */
  public static final class InnerSession {
    private final Link connLink = new Link();
  }

  /** What the link may do. */
  public enum ReadStatus {
    READ_OK,
    READ_NOT_OK
  }

  /** Between the WebSocket container and the connection. */
  public static final class Link {
    final Connection tcpConnection = new Connection();
    final Device deviceConnLink = new Device();
    ReadStatus readLinkStatus = ReadStatus.READ_OK;
    final List<String> calls = new ArrayList<>();

    public Buffers getBufferManager() {
      return new Buffers();
    }

    public void setReadLinkStatus(ReadStatus status) {
      readLinkStatus = status;
    }

    public void signalClose() {
      calls.add("signalClose");
    }

    public void close(@Nullable Object reason, boolean isEarly, boolean isError) {
      calls.add("close " + reason + " " + isEarly + " " + isError);
    }
  }

  /** Makes buffers. */
  public static final class Buffers {
    public Buffer wrap(ByteBuffer bytes) {
      return new Buffer(bytes);
    }
  }

  /** Of the server's pool. */
  public static final class Buffer {
    final ByteBuffer bytes;
    int releases;

    Buffer(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    public ByteBuffer getWrappedByteBuffer() {
      return bytes;
    }

    public int remaining() {
      return bytes.remaining();
    }

    public void get(byte[] to) {
      bytes.get(to);
    }

    public void release() {
      releases++;
    }
  }

  /** What the connection was before its upgrade. */
  public static final class Device {
    final Http http = new Http();

    public Http getApplicationCallback() {
      return http;
    }
  }

  /** Likewise. */
  public static final class Http {
    final HttpRequest request = new HttpRequest();
    final List<Buffer> allocated = new ArrayList<>();
    @Nullable Buffer read;

    public HttpContext getHTTPContext() {
      return new HttpContext(read, request, allocated);
    }
  }

  /** Likewise. */
  public static final class HttpContext {
    private final @Nullable Buffer read;
    private final HttpRequest request;
    private final List<Buffer> allocatedBuffers;

    HttpContext(@Nullable Buffer read, HttpRequest request, List<Buffer> allocatedBuffers) {
      this.read = read;
      this.request = request;
      this.allocatedBuffers = allocatedBuffers;
    }

    public HttpRequest getRequest() {
      return request;
    }

    public @Nullable Buffer getReadBuffer() {
      return read;
    }
  }

  /** Likewise. */
  public static final class HttpRequest {
    boolean isCleared;

    public void clear() {
      isCleared = true;
    }
  }

  /** Plain or with TLS. */
  public static final class Connection {
    final Reads reads = new Reads();
    @Nullable Writes writes = new Writes();

    public Reads getReadInterface() {
      return reads;
    }

    public @Nullable Writes getWriteInterface() {
      return writes;
    }
  }

  /** What is called when a read or write is done. */
  public interface Callback {
    void complete(Object connection, Object request);

    void error(Object connection, Object request, IOException why);
  }

  /** Reads. */
  public static final class Reads {
    final List<String> calls = new ArrayList<>();
    private @Nullable Buffer[] buffers = new Buffer[1];
    private @Nullable Callback callback;
    @Nullable RuntimeException failure;

    public @Nullable Buffer[] getBuffers() {
      return buffers;
    }

    /** In its own array, which others may hold. */
    public void setBuffer(@Nullable Buffer buffer) {
      Arrays.fill(buffers, null);
      buffers[0] = buffer;
    }

    public void setJITAllocateSize(int bytes) {
      calls.add("size " + bytes);
    }

    public long read(long bytes, int timeout) {
      throw new IllegalStateException("this one blocks");
    }

    public @Nullable Object read(long bytes, Callback callback, boolean forceQueue, int timeout) {
      if (failure != null) {
        throw failure;
      }
      this.callback = callback;
      calls.add("read " + bytes + " " + forceQueue + " " + timeout);
      return null;
    }

    void arrive(Buffer... arrived) {
      buffers = arrived;
      take().complete("connection", this);
    }

    void fail(IOException why) {
      take().error("connection", this, why);
    }

    private Callback take() {
      Callback asked = callback;
      if (asked == null) {
        throw new IllegalStateException("nobody reads");
      }
      callback = null;
      return asked;
    }
  }

  /** Writes. */
  public static final class Writes {
    final List<String> calls = new ArrayList<>();
    @Nullable Buffer buffer;
    @Nullable Callback callback;
    boolean isSlow;

    public void setBuffer(Buffer buffer) {
      this.buffer = buffer;
    }

    public @Nullable Object write(long bytes, Callback callback, boolean forceQueue, int timeout) {
      this.callback = callback;
      calls.add("write " + bytes + " " + forceQueue + " " + timeout);
      return isSlow ? null : this;
    }
  }
}
