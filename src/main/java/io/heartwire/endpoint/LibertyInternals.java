package io.heartwire.endpoint;

import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.Session;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How to get from a session to what is behind it.
 *
 * @param link from the session to its link
 * @param parameters from the link to what it asks for an executor
 * @param setExecutor of the parameters
 * @param reading from the link to the request that waits for data
 * @param setReading of the link
 * @param setCalledOff sets the request that the link's reader calls off
 * @param readOnArrival how to stand in for that request
 * @param socketReads how to read from the link's socket
 * @param buffer from that request to its buffer
 * @param bytes from the buffer to the bytes in it
 * @param release of the buffer
 * @param forget takes its buffer from the request
 * @param readOn makes the link wait for more data, if it is in a state to
 * @param socketWrites how to write to the link's socket
 * @param linkState of the link
 * @param readState of the link's reading
 * @param frameState of the close frame that the link waits for
 * @param expectGoodbye tells the link that it has been read from, and waits for a close frame
 * @param closeNow of the link
 * @param markClosed makes the link believe that it has been closed
 * @param cut closes the socket of a link that believes so, and forgets the session
 */
record LibertyInternals(
    MethodHandle link,
    MethodHandle parameters,
    MethodHandle setExecutor,
    MethodHandle reading,
    MethodHandle setReading,
    MethodHandle setCalledOff,
    ReadOnArrival.Handles readOnArrival,
    SocketReads.Handles socketReads,
    MethodHandle buffer,
    MethodHandle bytes,
    MethodHandle release,
    MethodHandle forget,
    MethodHandle readOn,
    SocketWrites.Handles socketWrites,
    MethodHandle linkState,
    MethodHandle readState,
    MethodHandle frameState,
    MethodHandle expectGoodbye,
    MethodHandle closeNow,
    MethodHandle markClosed,
    MethodHandle cut) {
  private static final Logger LOG = Logger.getLogger(LibertyInternals.class.getName());
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final Class<?> ANY = Object.class;
  private static final String READING = "tcpReadContext";

  /** Nothing, and a warning, if this session is not one of the classes that we know. */
  static Optional<LibertyInternals> of(Session session) {
    try {
      return Optional.of(find(session));
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "The sessions of this container cannot be watched:"
              + " floods of pings and frames in tiny pieces are not limited",
          unknown);
      return Optional.empty();
    }
  }

  private static LibertyInternals find(Session session) throws ReflectiveOperationException {
    MethodHandle implementation = method(session.getClass(), "getSessionImpl");
    MethodHandle link = field(implementation.type().returnType(), "connLink");
    Class<?> linkType = link.type().returnType();
    MethodHandle parameters = method(linkType, "getParametersOfInterest");
    Class<?> parametersType = parameters.type().returnType();
    MethodHandle reading = field(linkType, READING);
    Class<?> readingType = reading.type().returnType();
    MethodHandle toLink =
        filterReturnValue(implementation, link).asType(methodType(ANY, Session.class));
    Method buffers = linkType.getMethod("getBufferManager");
    MethodHandle allocate =
        method(buffers.getReturnType(), "allocateDirect", int.class)
            .bindTo(buffers.invoke(linkOf(session, toLink)));
    MethodHandle buffer = method(readingType, "getBuffer");
    Class<?> bufferType = buffer.type().returnType();
    MethodHandle reader = field(linkType, "linkRead");
    MethodHandle setCalledOff = setter(reader.type().returnType(), READING);
    MethodHandle readState = field(linkType, "readLinkStatus");
    MethodHandle frameState = field(linkType, "closeFrameState");
    Class<?> frameStates = frameState.type().returnType();
    Class<?> readStates = readState.type().returnType();
    MethodHandle setStates =
        method(linkType, "setReadLinkStatusAndCloseFrameState", readStates, frameStates);
    MethodHandle closeNow = method(linkType, "callOnClose", String.class, CloseCode.class);
    MethodHandle close =
        method(
            linkType, "close", jakarta.websocket.CloseReason.class, boolean.class, boolean.class);
    return new LibertyInternals(
        toLink,
        parameters.asType(methodType(ANY, ANY)),
        method(parametersType, "setExecutor", Executor.class)
            .asType(methodType(void.class, ANY, Executor.class)),
        reading.asType(methodType(ANY, ANY)),
        setter(linkType, READING).asType(methodType(void.class, ANY, ANY)),
        filterArguments(setCalledOff, 0, reader).asType(methodType(void.class, ANY, ANY)),
        ReadOnArrival.Handles.of(readingType),
        SocketReads.Handles.of(readingType, allocate),
        buffer.asType(methodType(ANY, ANY)),
        method(bufferType, "getWrappedByteBuffer").asType(methodType(ByteBuffer.class, ANY)),
        method(bufferType, "release").asType(methodType(void.class, ANY)),
        insertArguments(method(readingType, "setBuffer", bufferType), 1, (Object) null)
            .asType(methodType(void.class, ANY)),
        method(linkType, "startAsyncRead", readingType).asType(methodType(void.class, ANY, ANY)),
        SocketWrites.Handles.of(linkType),
        field(linkType, "linkStatus").asType(methodType(ANY, ANY)),
        readState.asType(methodType(ANY, ANY)),
        frameState.asType(methodType(ANY, ANY)),
        insertArguments(
                setStates, 1, named(readStates, "OK_TO_READ"), named(frameStates, "ANTICIPATING"))
            .asType(methodType(void.class, ANY)),
        closeNow.asType(methodType(void.class, ANY, String.class, CloseCode.class)),
        method(linkType, "signalClose").asType(methodType(void.class, ANY)),
        insertArguments(close, 1, null, false, false).asType(methodType(void.class, ANY)));
  }

  private static Object linkOf(Session session, MethodHandle toLink) {
    try {
      return toLink.invokeExact(session);
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    }
  }

  static MethodHandle method(Class<?> owner, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP.unreflect(owner.getMethod(name, parameters));
  }

  static MethodHandle field(Class<?> owner, String name) throws ReflectiveOperationException {
    return LOOKUP.unreflectGetter(accessible(owner, name));
  }

  private static MethodHandle setter(Class<?> owner, String name)
      throws ReflectiveOperationException {
    return LOOKUP.unreflectSetter(accessible(owner, name));
  }

  private static Field accessible(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  static Object named(Class<?> states, String name) throws NoSuchFieldException {
    for (Object each : states.getEnumConstants()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new NoSuchFieldException(states.getName() + "." + name);
  }

  /** The call that takes four arguments, the second of which is called back. */
  static Method withCallback(Class<?> type, String name) throws NoSuchMethodException {
    for (Method each : type.getMethods()) {
      Class<?>[] types = each.getParameterTypes();
      if (each.getName().equals(name) && types.length == 4 && types[1].isInterface()) {
        return each;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name + " with a callback");
  }

  /** What a handle throws, where none of the declared exceptions is expected. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException failure ? failure : new IllegalStateException(thrown);
  }
}
