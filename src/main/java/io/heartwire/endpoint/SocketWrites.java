package io.heartwire.endpoint;

import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to one session's socket without waiting for room in the kernel.
 *
 * <p>The container's own writes wait, with nothing that could end the wait. The channel below it
 * can write what there is room for now, and the rest asynchronously with a time-out; the link is
 * told meanwhile that a write is under way, as its own writes tell it, so that nothing comes in
 * between. Over TLS the channel has no such call, and the write waits.
 */
final class SocketWrites {
  private static final Class<?> ANY = Object.class;
  private static final String CHANNEL = "com.ibm.ws.tcpchannel.";
  private static final long ALL = -1;
  private static final long WHAT_THERE_IS_ROOM_FOR = 0;
  private static final int NO_TIMEOUT = -1;

  private final Handles handles;
  private final Object link;
  private final Object socket;
  private final Object writer;
  private final boolean mayBlock;

  SocketWrites(Handles handles, Object link) {
    this.handles = handles;
    this.link = link;
    try {
      this.socket = handles.socket.invokeExact(link);
      this.writer = handles.writer.invokeExact(socket);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
    this.mayBlock = !writer.getClass().getName().startsWith(CHANNEL);
  }

  /** The link's connection below. */
  Object socket() {
    return socket;
  }

  /** See {@link ContainerSession#mayBlock}. */
  boolean mayBlock() {
    return mayBlock;
  }

  /** See {@link ContainerSession#write}. */
  boolean write(FrameBuffer frames, int timeoutMillis, SendHandler whenWritten) throws IOException {
    try {
      Object answer = handles.mayWrite.invokeExact(link);
      if (answer != handles.may) {
        throw new IllegalStateException("closed, or something else is being written");
      }
      boolean isComplete = true;
      try {
        Object buffer = frames.wrapped(this::wrapped);
        handles.setBuffer.invokeExact(writer, buffer);
        long bytes = mayBlock ? ALL : WHAT_THERE_IS_ROOM_FOR;
        long unused = (long) handles.write.invokeExact(writer, bytes, NO_TIMEOUT);
        isComplete = !frames.bytes().hasRemaining();
      } finally {
        if (isComplete) {
          handles.written.invokeExact(link);
        }
      }
      if (!isComplete) {
        writeRest(copy(frames.bytes()), timeoutMillis, new Rest(whenWritten));
      }
      return isComplete;
    } catch (IOException failure) {
      throw failure;
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private void writeRest(ByteBuffer bytes, int timeoutMillis, Rest rest) {
    try {
      Object buffer = wrapped(bytes);
      handles.setBuffer.invokeExact(writer, buffer);
      Object callback =
          Proxy.newProxyInstance(
              handles.callbackType.getClassLoader(), new Class<?>[] {handles.callbackType}, rest);
      handles.writeLater.invokeExact(writer, ALL, callback, timeoutMillis);
    } catch (Throwable thrown) {
      rest.end(new SendResult(thrown));
    }
  }

  private Object wrapped(ByteBuffer bytes) {
    try {
      Object buffers = handles.buffers.invokeExact(link);
      return handles.wrap.invokeExact(buffers, bytes);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
  }

  /** The rest of a write, which a thread of the container finishes. */
  private final class Rest implements InvocationHandler {
    private final SendHandler whenWritten;

    Rest(SendHandler whenWritten) {
      this.whenWritten = whenWritten;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == ANY) {
        return method.invoke(this, arguments);
      }
      Object last = arguments == null ? null : arguments[arguments.length - 1];
      end(last instanceof Throwable error ? new SendResult(error) : new SendResult());
      return null;
    }

    void end(SendResult result) {
      try {
        handles.written.invokeExact(link);
      } catch (Throwable thrown) {
        throw LibertyInternals.unexpected(thrown);
      }
      whenWritten.onResult(result);
    }
  }

  /**
   * How to get at the socket, once for all sessions.
   *
   * @param socket from the link to its connection below
   * @param writer from that connection to what writes
   * @param mayWrite asks the link whether a write may begin, and tells it so
   * @param may what it answers then
   * @param written tells the link that none is under way any more
   * @param buffers from the link to what wraps buffers
   * @param wrap a buffer for the channel
   * @param setBuffer of what writes
   * @param write so many bytes, within so many milliseconds; 0 bytes = as many as there is room for
   * @param writeLater the same, asynchronously
   * @param callbackType what is called then
   */
  record Handles(
      MethodHandle socket,
      MethodHandle writer,
      MethodHandle mayWrite,
      Object may,
      MethodHandle written,
      MethodHandle buffers,
      MethodHandle wrap,
      MethodHandle setBuffer,
      MethodHandle write,
      MethodHandle writeLater,
      Class<?> callbackType) {

    /**
     * @throws ReflectiveOperationException if links of this type can't be written to so
     */
    static Handles of(Class<?> link) throws ReflectiveOperationException {
      MethodHandle socket = LibertyInternals.field(link, "tcpConnection");
      Method getWriter = socket.type().returnType().getMethod("getWriteInterface");
      Class<?> writer = getWriter.getReturnType();
      Method getBuffers = link.getMethod("getBufferManager");
      Method wrap = getBuffers.getReturnType().getMethod("wrap", ByteBuffer.class);
      Method later = LibertyInternals.withCallback(writer, "write");
      Method mayWrite = link.getMethod("okToWrite", boolean.class, boolean.class, boolean.class);
      return new Handles(
          socket.asType(methodType(ANY, ANY)),
          unreflect(getWriter).asType(methodType(ANY, ANY)),
          insertArguments(unreflect(mayWrite), 1, false, false, false).asType(methodType(ANY, ANY)),
          LibertyInternals.named(mayWrite.getReturnType(), "OK"),
          unreflect(link.getMethod("signalNotWriting")).asType(methodType(void.class, ANY)),
          unreflect(getBuffers).asType(methodType(ANY, ANY)),
          unreflect(wrap).asType(methodType(ANY, ANY, ByteBuffer.class)),
          unreflect(writer.getMethod("setBuffer", wrap.getReturnType()))
              .asType(methodType(void.class, ANY, ANY)),
          unreflect(writer.getMethod("write", long.class, int.class))
              .asType(methodType(long.class, ANY, long.class, int.class)),
          insertArguments(unreflect(later), 3, true)
              .asType(methodType(void.class, ANY, long.class, ANY, int.class)),
          later.getParameterTypes()[1]);
    }

    private static MethodHandle unreflect(Method method) throws IllegalAccessException {
      return MethodHandles.lookup().unreflect(method);
    }
  }
}
