package io.heartwire.liberty;

import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Method handles to get from a session to the link of its connection, and to operate on that.
 * Written for the classes of Open Liberty 26.0.0.5 ({@code SessionImpl}, {@code WsocConnLink}).
 *
 * @param link gets the link of a session
 * @param connection gets the connection below a link, plain or with TLS
 * @param connectionType the declared type of that connection
 * @param http gets the HTTP side of the connection, from before its upgrade
 * @param wrap wraps bytes into a buffer of the channel framework
 * @param stopReading sets the link's state so that it does not read
 * @param markClosed sets the link's state as closed
 * @param close closes the socket of a link that is marked closed, and releases the session
 */
record LinkHandles(
    MethodHandle link,
    MethodHandle connection,
    Class<?> connectionType,
    MethodHandle http,
    MethodHandle wrap,
    MethodHandle stopReading,
    MethodHandle markClosed,
    MethodHandle close) {
  private static final Class<?> ANY = Object.class;

  /**
   * @throws ReflectiveOperationException if the classes differ from the known version
   */
  static LinkHandles of(Class<?> session) throws ReflectiveOperationException {
    MethodHandle implementation = Handles.method(session, "getSessionImpl");
    MethodHandle link = Handles.getter(implementation.type().returnType(), "connLink");
    Class<?> type = link.type().returnType();
    MethodHandle connection = Handles.getter(type, "tcpConnection");
    MethodHandle device = Handles.getter(type, "deviceConnLink");
    MethodHandle http = Handles.method(device.type().returnType(), "getApplicationCallback");
    MethodHandle buffers = Handles.method(type, "getBufferManager");
    MethodHandle wrap = Handles.method(buffers.type().returnType(), "wrap", ByteBuffer.class);
    Class<?> states = Handles.getter(type, "readLinkStatus").type().returnType();
    return new LinkHandles(
        Handles.chain(implementation, link).asType(methodType(ANY, ANY)),
        connection.asType(methodType(ANY, ANY)),
        connection.type().returnType(),
        Handles.chain(device, http).asType(methodType(ANY, ANY)),
        filterArguments(wrap, 0, buffers).asType(methodType(ANY, ANY, ByteBuffer.class)),
        insertArguments(
                Handles.method(type, "setReadLinkStatus", states),
                1,
                Handles.named(states, "READ_NOT_OK"))
            .asType(methodType(void.class, ANY)),
        Handles.method(type, "signalClose").asType(methodType(void.class, ANY)),
        insertArguments(close(type), 1, null, false, false).asType(methodType(void.class, ANY)));
  }

  /**
   * Finds the method by its name and flags, since its first parameter is of a type of Jakarta
   * WebSocket, which this package does not use.
   */
  private static MethodHandle close(Class<?> link) throws ReflectiveOperationException {
    for (Method each : link.getMethods()) {
      Class<?>[] types = each.getParameterTypes();
      if (each.getName().equals("close") && types.length == 3 && types[2] == boolean.class) {
        return Handles.of(each);
      }
    }
    throw new NoSuchMethodException(link.getName() + ".close with a reason and two flags");
  }
}
