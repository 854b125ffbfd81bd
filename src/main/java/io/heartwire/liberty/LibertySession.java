package io.heartwire.liberty;

import io.heartwire.wire.WireSession;
import io.heartwire.wire.WireUnsupportedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection below a session of Open Liberty. */
final class LibertySession implements WireSession {
  private static final int READ_BYTES = 8_192;

  private final LinkHandles links;
  private final Object link;
  private final ConnectionHandles connections;
  private final Object connection;
  private final HttpHandles https;
  private final @Nullable SocketChannel socket;
  private @Nullable Object http; // until early() has been called
  private @Nullable Reader reader;

  LibertySession(
      LinkHandles links,
      Object link,
      ConnectionHandles connections,
      Object connection,
      HttpHandles https,
      Object http,
      @Nullable SocketChannel socket) {
    this.links = links;
    this.link = link;
    this.connections = connections;
    this.connection = connection;
    this.https = https;
    this.http = http;
    this.socket = socket;
  }

  @Override
  public Optional<SocketChannel> socket() {
    return Optional.ofNullable(socket);
  }

  @Override
  public ByteBuffer early() {
    Object before = http;
    http = null;
    return before == null ? ByteBuffer.allocate(0) : https.takeRest(before);
  }

  @Override
  public void takeOver() {
    try {
      links.stopReading().invokeExact(link);
    } catch (Throwable thrown) {
      throw Handles.unexpected(thrown);
    }
  }

  @Override
  public void read(ReadCallback callback) {
    Reader known = reader;
    if (known == null) {
      known = new Reader(callback);
      reader = known;
    }
    known.read();
  }

  @Override
  public boolean write(ByteBuffer bytes, WriteCallback callback) {
    try {
      Object writer = connections.writer().invokeExact(connection);
      if (writer == null) {
        return true; // closed meanwhile: the reading side will notice
      }
      Object buffer = links.wrap().invokeExact(link, bytes);
      connections.setWriteBuffer().invokeExact(writer, buffer);
      Object target = proxy(connections.writeCallback(), new Writer(callback));
      Object done = connections.write().invokeExact(writer, target);
      return done != null;
    } catch (Throwable thrown) {
      throw Handles.unexpected(thrown);
    }
  }

  @Override
  public void close() {
    try {
      links.markClosed().invokeExact(link);
      links.close().invokeExact(link);
    } catch (Throwable thrown) {
      throw Handles.unexpected(thrown);
    }
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  /**
   * A callback of the server, which gets the connection, the request and, after a failure, an
   * exception.
   */
  private abstract static class Callback implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(this, arguments);
      }
      Object last = arguments == null ? null : arguments[arguments.length - 1];
      if (last instanceof IOException failure) {
        failed(failure);
      } else {
        done();
      }
      return null;
    }

    abstract void done();

    abstract void failed(IOException failure);
  }

  private static final class Writer extends Callback {
    private final WriteCallback callback;

    Writer(WriteCallback callback) {
      this.callback = callback;
    }

    @Override
    void done() {
      callback.written();
    }

    @Override
    void failed(IOException failure) {
      callback.failed(failure);
    }
  }

  /** Reads without a buffer of its own; the server allocates one when data arrives. */
  private final class Reader extends Callback {
    private final ReadCallback callback;
    private final Object request;
    private final Object proxy = proxy(connections.readCallback(), this);

    Reader(ReadCallback callback) {
      this.callback = callback;
      try {
        this.request = connections.reader().invokeExact(connection);
      } catch (Throwable thrown) {
        throw Handles.unexpected(thrown);
      }
    }

    void read() {
      try {
        connections.setReadSize().invokeExact(request, READ_BYTES);
        connections.setReadBuffer().invokeExact(request, (Object) null);
        connections.read().invokeExact(request, proxy);
      } catch (Throwable thrown) {
        throw Handles.unexpected(thrown);
      }
    }

    /**
     * Lets no exception out: the server would ignore it, and the connection would stay open, unread
     * for ever.
     */
    @Override
    void done() {
      try {
        if (takeBuffers()) {
          read();
        }
      } catch (UncheckedIOException | WireUnsupportedException noMore) {
        callback.failed(new IOException("the connection cannot be read any more", noMore));
      }
    }

    /** Takes the buffers that were read; returns whether to go on reading. */
    private boolean takeBuffers() {
      boolean goesOn = true;
      try {
        Object[] own = (Object[]) connections.buffers().invokeExact(request);
        Object[] buffers = own.clone(); // setReadBuffer(null) clears the request's own array
        connections.setReadBuffer().invokeExact(request, (Object) null);
        for (Object buffer : buffers) {
          if (buffer != null) {
            ByteBuffer bytes = (ByteBuffer) connections.bytes().invokeExact(buffer);
            goesOn = callback.received(bytes.duplicate().flip());
            connections.release().invokeExact(buffer);
          }
        }
        return goesOn;
      } catch (Throwable thrown) {
        throw Handles.unexpected(thrown);
      }
    }

    @Override
    void failed(IOException failure) {
      callback.failed(failure);
    }
  }
}
