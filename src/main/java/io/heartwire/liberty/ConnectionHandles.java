package io.heartwire.liberty;

import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Method handles to read from and write to a connection, plain or with TLS. Written for the channel
 * framework of Open Liberty 26.0.0.5 ({@code TCPConnectionContext}, {@code TCPReadRequestContext},
 * {@code TCPWriteRequestContext}).
 *
 * @param reader gets the read context of a connection
 * @param read reads at least one byte without a time limit, and calls back on another thread
 * @param readCallback the type of the read callback
 * @param buffers gets the buffers that were read from the read context
 * @param setReadBuffer sets the buffer of the read context
 * @param setReadSize sets the size of the buffer that the read context allocates when data arrives
 *     and it has none
 * @param release releases a buffer
 * @param bytes gets the bytes of a buffer
 * @param writer gets the write context of a connection
 * @param setWriteBuffer sets the buffer of the write context
 * @param write writes the whole buffer without a time limit; returns null if it calls back later
 * @param writeCallback the type of the write callback
 */
record ConnectionHandles(
    MethodHandle reader,
    MethodHandle read,
    Class<?> readCallback,
    MethodHandle buffers,
    MethodHandle setReadBuffer,
    MethodHandle setReadSize,
    MethodHandle release,
    MethodHandle bytes,
    MethodHandle writer,
    MethodHandle setWriteBuffer,
    MethodHandle write,
    Class<?> writeCallback) {
  private static final Class<?> ANY = Object.class;
  private static final int NO_TIMEOUT = -1;
  private static final long ALL = -1;
  private static final long AT_LEAST_ONE = 1;

  /**
   * @param connection the declared type of the connection in the link
   * @throws ReflectiveOperationException if the classes differ from the known version
   */
  static ConnectionHandles of(Class<?> connection) throws ReflectiveOperationException {
    MethodHandle reader = Handles.method(connection, "getReadInterface");
    MethodHandle writer = Handles.method(connection, "getWriteInterface");
    Class<?> reads = reader.type().returnType();
    Class<?> writes = writer.type().returnType();
    Method read = Handles.withCallback(reads, "read");
    Method write = Handles.withCallback(writes, "write");
    MethodHandle buffers = Handles.method(reads, "getBuffers");
    Class<?> buffer = buffers.type().returnType().getComponentType();
    return new ConnectionHandles(
        reader.asType(methodType(ANY, ANY)),
        dropResult(insertArguments(Handles.of(read), 3, true, NO_TIMEOUT), AT_LEAST_ONE),
        read.getParameterTypes()[1],
        buffers.asType(methodType(Object[].class, ANY)),
        Handles.method(reads, "setBuffer", buffer).asType(methodType(void.class, ANY, ANY)),
        Handles.method(reads, "setJITAllocateSize", int.class)
            .asType(methodType(void.class, ANY, int.class)),
        Handles.method(buffer, "release").asType(methodType(void.class, ANY)),
        Handles.method(buffer, "getWrappedByteBuffer").asType(methodType(ByteBuffer.class, ANY)),
        writer.asType(methodType(ANY, ANY)),
        Handles.method(writes, "setBuffer", buffer).asType(methodType(void.class, ANY, ANY)),
        insertArguments(insertArguments(Handles.of(write), 3, false, NO_TIMEOUT), 1, ALL)
            .asType(methodType(ANY, ANY, ANY)),
        write.getParameterTypes()[1]);
  }

  private static MethodHandle dropResult(MethodHandle read, long bytes) {
    return insertArguments(read, 1, bytes).asType(methodType(void.class, ANY, ANY));
  }
}
