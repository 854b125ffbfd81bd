package io.heartwire.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session of Open Liberty from the inside. */
final class LibertySession implements ContainerSession {
  /** Of the classes that wrap a callback for the executor. */
  private static final String READ_CALLBACK = "WsocReadCallback";

  /** A state of the link: we have closed it, and the peer's goodbye is waited for. */
  private static final String CLOSING = "LOCAL_CLOSING";

  /** A state of its reading, on the way there. */
  private static final String ABOUT_TO_CLOSE = "CLOSE_REQUESTED";

  /** A state of the peer's close frame: with an error now, the link closes the socket at once. */
  private static final String EXPECTED = "ANTICIPATING";

  private final LibertyInternals internals;
  private final Object link;
  private final Object reading;
  private final SocketWrites writes;
  private Object waiting; // the same, or what stands in for it

  LibertySession(LibertyInternals internals, Session session) {
    try {
      this.internals = internals;
      this.link = internals.link().invokeExact(session);
      this.reading = internals.reading().invokeExact(link);
      this.writes = new SocketWrites(internals.socketWrites(), link);
      this.waiting = reading;
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  @Override
  public void runBy(Executor executor) {
    try {
      Object parameters = internals.parameters().invokeExact(link);
      internals.setExecutor().invokeExact(parameters, executor);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  @Override
  public void readOnArrival(@Nullable EventLoop loop, Consumer<ReadBuffer> first, Executor ends) {
    try {
      SocketReads reads = loop == null || mayBlock() ? null : readsBy(loop, first, ends);
      waiting = ReadOnArrival.of(reading, internals.readOnArrival(), reads);
      internals.setReading().invokeExact(link, waiting);
      internals.setCalledOff().invokeExact(link, waiting);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private @Nullable SocketReads readsBy(EventLoop loop, Consumer<ReadBuffer> first, Executor ends) {
    SocketReads.Handles handles = internals.socketReads();
    return handles
        .channels()
        .find(writes.socket())
        .map(socket -> new SocketReads(handles, reading, socket, loop, first, ends))
        .orElse(null);
  }

  @Override
  public boolean isRead(Runnable callback) {
    return callback.getClass().getName().contains(READ_CALLBACK);
  }

  @Override
  public @Nullable ByteBuffer arrived() {
    try {
      Object buffer = internals.buffer().invokeExact(reading);
      if (buffer == null) {
        return null;
      }
      ByteBuffer bytes = ((ByteBuffer) internals.bytes().invokeExact(buffer)).duplicate();
      return bytes.position() == 0 ? null : bytes.flip();
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  @Override
  public boolean mayBlock() {
    return writes.mayBlock();
  }

  @Override
  public boolean write(FrameBuffer frames, int timeoutMillis, SendHandler whenWritten)
      throws IOException {
    return writes.write(frames, timeoutMillis, whenWritten);
  }

  @Override
  public boolean isClosing() {
    return is(internals.readState(), ABOUT_TO_CLOSE) || saysGoodbye();
  }

  @Override
  public boolean saysGoodbye() {
    return is(internals.frameState(), EXPECTED) || is(internals.linkState(), CLOSING);
  }

  private boolean is(MethodHandle state, String name) {
    try {
      Object now = state.invokeExact(link);
      return now.toString().equals(name);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  @Override
  public void skip() {
    try {
      if (is(internals.linkState(), CLOSING)) {
        internals.expectGoodbye().invokeExact(link);
      }
      Object buffer = internals.buffer().invokeExact(reading);
      if (buffer != null) {
        internals.forget().invokeExact(reading);
        internals.release().invokeExact(buffer);
      }
      internals.readOn().invokeExact(link, waiting);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  @Override
  public void closeNow(CloseReason reason) {
    try {
      internals.closeNow().invokeExact(link, reason.getReasonPhrase(), reason.getCloseCode());
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  @Override
  public void cut() {
    try {
      internals.markClosed().invokeExact(link);
      internals.cut().invokeExact(link);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }
}
