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
 * How to write frames to a session's socket without waiting for room in the kernel.
 *
 * <p>The container's own writes wait, with nothing that could end the wait. The channel below it
 * can write what there is room for now, and the rest asynchronously with a time-out; the link is
 * told meanwhile that a write is under way, as its own writes tell it, so that nothing comes in
 * between. Over TLS the channel has no such call, and the write waits.
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
record SocketWrites(
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
  private static final Class<?> ANY = Object.class;
  private static final String CHANNEL = "com.ibm.ws.tcpchannel.";
  private static final long ALL = -1;
  private static final long WHAT_THERE_IS_ROOM_FOR = 0;
  private static final int NO_TIMEOUT = -1;

  /**
   * @throws ReflectiveOperationException if links of this type can't be written to so
   */
  static SocketWrites of(Class<?> link) throws ReflectiveOperationException {
    MethodHandle socket = LibertyInternals.field(link, "tcpConnection");
    Method getWriter = socket.type().returnType().getMethod("getWriteInterface");
    Class<?> writer = getWriter.getReturnType();
    Method getBuffers = link.getMethod("getBufferManager");
    Method wrap = getBuffers.getReturnType().getMethod("wrap", ByteBuffer.class);
    Method later = withCallback(writer);
    Method mayWrite = link.getMethod("okToWrite", boolean.class, boolean.class, boolean.class);
    return new SocketWrites(
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

  /** What writes to the link's socket. */
  Object writerOf(Object link) {
    try {
      Object connection = socket.invokeExact(link);
      return writer.invokeExact(connection);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  /** Whether a write may wait for the peer. */
  static boolean mayBlock(Object writer) {
    return !writer.getClass().getName().startsWith(CHANNEL);
  }

  /** See {@link ContainerSession#write}. */
  boolean write(
      Object link, Object writer, FrameBuffer frames, int timeoutMillis, SendHandler whenWritten)
      throws IOException {
    try {
      Object answer = mayWrite.invokeExact(link);
      if (answer != may) {
        throw new IllegalStateException("closed, or something else is being written");
      }
      boolean isComplete = true;
      try {
        Object buffer = frames.wrapped(bytes -> wrapped(link, bytes));
        setBuffer.invokeExact(writer, buffer);
        long bytes = mayBlock(writer) ? ALL : WHAT_THERE_IS_ROOM_FOR;
        long unused = (long) write.invokeExact(writer, bytes, NO_TIMEOUT);
        isComplete = !frames.bytes().hasRemaining();
      } finally {
        if (isComplete) {
          written.invokeExact(link);
        }
      }
      if (!isComplete) {
        writeRest(writer, copy(frames.bytes()), timeoutMillis, new Rest(link, whenWritten));
      }
      return isComplete;
    } catch (IOException failure) {
      throw failure;
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private void writeRest(Object writer, ByteBuffer bytes, int timeoutMillis, Rest rest) {
    try {
      Object buffer = wrapped(rest.link, bytes);
      setBuffer.invokeExact(writer, buffer);
      Object callback = callback(rest);
      writeLater.invokeExact(writer, ALL, callback, timeoutMillis);
    } catch (Throwable thrown) {
      rest.end(new SendResult(thrown));
    }
  }

  private Object wrapped(Object link, ByteBuffer bytes) {
    try {
      Object wrapping = buffers.invokeExact(link);
      return wrap.invokeExact(wrapping, bytes);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
  }

  private Object callback(InvocationHandler handler) {
    return Proxy.newProxyInstance(
        callbackType.getClassLoader(), new Class<?>[] {callbackType}, handler);
  }

  /** The rest of a write, which a thread of the container finishes. */
  private final class Rest implements InvocationHandler {
    private final Object link;
    private final SendHandler whenWritten;

    Rest(Object link, SendHandler whenWritten) {
      this.link = link;
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
        written.invokeExact(link);
      } catch (Throwable thrown) {
        throw LibertyInternals.unexpected(thrown);
      }
      whenWritten.onResult(result);
    }
  }

  private static MethodHandle unreflect(Method method) throws IllegalAccessException {
    return MethodHandles.lookup().unreflect(method);
  }

  private static Method withCallback(Class<?> writer) throws NoSuchMethodException {
    for (Method each : writer.getMethods()) {
      Class<?>[] types = each.getParameterTypes();
      if (each.getName().equals("write") && types.length == 4 && types[1].isInterface()) {
        return each;
      }
    }
    throw new NoSuchMethodException(writer.getName() + ".write with a callback");
  }
}
