package io.heartwire.liberty;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Method handles to take the bytes that were read together with a request, and to release the
 * request: otherwise its headers and buffers would stay in memory as long as the connection.
 * Written for Open Liberty 26.0.0.5 ({@code HttpInboundLink}, {@code
 * HttpInboundServiceContextImpl}).
 *
 * @param context gets the request's context from the HTTP side of a connection
 * @param buffer gets the buffer that was read last
 * @param remaining returns how many of its bytes are not consumed
 * @param get takes these bytes
 * @param buffers gets all buffers of the request, which are released at the end
 * @param release releases one of them
 * @param forget clears the request
 */
record HttpHandles(
    MethodHandle context,
    MethodHandle buffer,
    MethodHandle remaining,
    MethodHandle get,
    MethodHandle buffers,
    MethodHandle release,
    MethodHandle forget) {
  private static final Class<?> ANY = Object.class;

  /**
   * @throws ReflectiveOperationException if the classes differ from the known version
   */
  static HttpHandles of(Class<?> http) throws ReflectiveOperationException {
    MethodHandle context = Handles.method(http, "getHTTPContext");
    Class<?> known = context.type().returnType();
    MethodHandle buffer = Handles.method(known, "getReadBuffer");
    MethodHandle request = Handles.method(known, "getRequest");
    Class<?> type = buffer.type().returnType();
    return new HttpHandles(
        context.asType(methodType(ANY, ANY)),
        buffer.asType(methodType(ANY, ANY)),
        Handles.method(type, "remaining").asType(methodType(int.class, ANY)),
        Handles.method(type, "get", byte[].class).asType(methodType(void.class, ANY, byte[].class)),
        Handles.getter(known, "allocatedBuffers").asType(methodType(List.class, ANY)),
        Handles.method(type, "release").asType(methodType(void.class, ANY)),
        Handles.chain(request, Handles.method(request.type().returnType(), "clear"))
            .asType(methodType(void.class, ANY)));
  }

  /**
   * Takes the bytes that are not consumed yet, and releases the request.
   *
   * @return an empty buffer if there are none
   */
  ByteBuffer takeRest(Object http) {
    try {
      Object known = context.invokeExact(http);
      Object last = buffer.invokeExact(known);
      int size = last == null ? 0 : (int) remaining.invokeExact(last);
      byte[] rest = new byte[size];
      if (size > 0) {
        get.invokeExact(last, rest);
      }
      forget.invokeExact(known);
      releaseAllBut(last, (List<?>) buffers.invokeExact(known));
      return ByteBuffer.wrap(rest);
    } catch (Throwable thrown) {
      throw Handles.unexpected(thrown);
    }
  }

  /** Releases all buffers but the last, which the connection still refers to. */
  private void releaseAllBut(@Nullable Object last, List<?> all) throws Throwable {
    for (Iterator<?> each = all.iterator(); each.hasNext(); ) {
      Object one = each.next();
      if (one != last) {
        each.remove();
        release.invokeExact(one);
      }
    }
  }
}
