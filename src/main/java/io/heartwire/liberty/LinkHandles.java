package io.heartwire.liberty;

import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * How to get from a session to the link of its connection, and what can be done to it. Written for
 * the classes of Open Liberty 26.0.0.5 ({@code SessionImpl}, {@code WsocConnLink}).
 *
 * @param link from the session to its link
 * @param connection from the link to its connection below, plain or with TLS
 * @param connectionType what that is to the link
 * @param http from the link to what the connection was before its upgrade
 * @param wrap makes a buffer as the channel below wants it
 * @param stopReading makes the link believe that it must not read
 * @param markClosed makes the link believe that it has been closed
 * @param close closes the socket of a link that believes so, and forgets the session
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
   * @throws ReflectiveOperationException if sessions of this type are not as they are known
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

  /** By its name and its flags: the reason is of a type of Jakarta WebSocket. */
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
