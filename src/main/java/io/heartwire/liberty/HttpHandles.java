package io.heartwire.liberty;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * How to find what was read together with a request. Written for Open Liberty 26.0.0.5 ({@code
 * HttpInboundLink}, {@code HttpInboundServiceContextImpl}).
 *
 * @param buffer from the HTTP side of a connection to the buffer that its request was read from
 * @param remaining how much of it is not read
 * @param get takes that
 */
record HttpHandles(MethodHandle buffer, MethodHandle remaining, MethodHandle get) {
  private static final Class<?> ANY = Object.class;

  /**
   * @throws ReflectiveOperationException if it is not as it is known
   */
  static HttpHandles of(Class<?> http) throws ReflectiveOperationException {
    MethodHandle context = Handles.method(http, "getHTTPContext");
    MethodHandle buffer = Handles.method(context.type().returnType(), "getReadBuffer");
    Class<?> type = buffer.type().returnType();
    return new HttpHandles(
        Handles.chain(context, buffer).asType(methodType(ANY, ANY)),
        Handles.method(type, "remaining").asType(methodType(int.class, ANY)),
        Handles.method(type, "get", byte[].class)
            .asType(methodType(void.class, ANY, byte[].class)));
  }

  /** What is not read yet, which is taken; empty if there is nothing. */
  ByteBuffer takeRest(Object http) {
    try {
      Object from = buffer.invokeExact(http);
      int size = from == null ? 0 : (int) remaining.invokeExact(from);
      byte[] rest = new byte[size];
      if (size > 0) {
        get.invokeExact(from, rest);
      }
      return ByteBuffer.wrap(rest);
    } catch (Throwable thrown) {
      throw Handles.unexpected(thrown);
    }
  }
}
