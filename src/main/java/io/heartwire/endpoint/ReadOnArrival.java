package io.heartwire.endpoint;

import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the request by which a link waits for data, and lets it wait without a buffer.
 *
 * <p>The link gives each read a buffer of 8 KiB, which has the same again outside the heap, and an
 * idle connection keeps both: two thirds of all its memory. The channel below can do without: it
 * takes a buffer from its pool when data is there, as it does for HTTP. So the buffer goes back
 * before the read begins. All else is passed on.
 *
 * <p>Where the socket can be reached, reads without a time limit are an event loop's ({@link
 * SocketReads}); those with one, at the end of a session, stay the container's.
 *
 * <p>Used by one thread at a time, as the request itself is.
 */
final class ReadOnArrival implements InvocationHandler {
  private static final int NO_TIMEOUT = -1;

  private final Handles handles;
  private final Object request;
  private final @Nullable SocketReads reads;
  private final Object proxy;
  private @Nullable Object callback;
  private @Nullable Object passedOn;

  private ReadOnArrival(Handles handles, Object request, @Nullable SocketReads reads) {
    this.handles = handles;
    this.request = request;
    this.reads = reads;
    this.proxy = proxy(handles.requestType(), this);
  }

  /**
   * What stands in for this request.
   *
   * @param reads by which the link waits for data as long as it likes; null = all reads are the
   *     container's
   */
  static Object of(Object request, Handles handles, @Nullable SocketReads reads) {
    return new ReadOnArrival(handles, request, reads).proxy;
  }

  Object proxy() {
    return proxy;
  }

  /** Waits for data as the container does. */
  void readByContainer(Object whom) {
    try {
      handles.read().invokeExact(request, passingOn(whom));
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    // A read has four arguments, as no other call; one without a callback calls a read off.
    if (arguments == null || arguments.length != 4) {
      return call(request, method, arguments);
    }
    Object whom = arguments[1];
    if (whom == null) {
      return reads != null && reads.callOff() ? null : call(request, method, arguments);
    }
    returnBuffer();
    if (reads != null && arguments[3].equals(NO_TIMEOUT)) {
      reads.await(whom, this);
      return null;
    }
    arguments[1] = passingOn(whom);
    return call(request, method, arguments);
  }

  private void returnBuffer() throws Throwable {
    Object buffer = handles.buffer().invokeExact(request);
    if (buffer != null) {
      handles.setBuffer().invokeExact(request, (Object) null);
      handles.release().invokeExact(buffer);
    }
    handles.setSize().invokeExact(request, ReadBuffer.SIZE);
  }

  /** The same callback, which is told of the stand-in and so begins the next read by it. */
  private Object passingOn(Object target) {
    if (passedOn == null || target != callback) {
      callback = target;
      passedOn =
          proxy(
              handles.callbackType(),
              (self, method, arguments) -> {
                if (arguments != null && arguments.length > 1 && arguments[1] == request) {
                  arguments[1] = proxy;
                }
                return call(target, method, arguments);
              });
    }
    return passedOn;
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /**
   * How to get at a request.
   *
   * @param requestType what a request is to the link
   * @param callbackType what it calls
   * @param buffer of the request
   * @param setBuffer of the request
   * @param release of the buffer
   * @param setSize how large a buffer the request takes if it has none when data is there
   * @param read waits for data without a time limit, and calls back
   */
  record Handles(
      Class<?> requestType,
      Class<?> callbackType,
      MethodHandle buffer,
      MethodHandle setBuffer,
      MethodHandle release,
      MethodHandle setSize,
      MethodHandle read) {

    /**
     * @throws ReflectiveOperationException if requests of this type can't be stood in for
     */
    static Handles of(Class<?> requestType) throws ReflectiveOperationException {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Method getBuffer = requestType.getMethod("getBuffer");
      Class<?> bufferType = getBuffer.getReturnType();
      Method read = LibertyInternals.withCallback(requestType, "read");
      return new Handles(
          requestType,
          read.getParameterTypes()[1],
          lookup.unreflect(getBuffer).asType(methodType(Object.class, Object.class)),
          lookup
              .unreflect(requestType.getMethod("setBuffer", bufferType))
              .asType(methodType(void.class, Object.class, Object.class)),
          lookup
              .unreflect(bufferType.getMethod("release"))
              .asType(methodType(void.class, Object.class)),
          lookup
              .unreflect(requestType.getMethod("setJITAllocateSize", int.class))
              .asType(methodType(void.class, Object.class, int.class)),
          insertArguments(insertArguments(lookup.unreflect(read), 1, 1L), 2, true, NO_TIMEOUT)
              .asType(methodType(void.class, Object.class, Object.class)));
    }
  }
}
