package io.heartwire.endpoint;

import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Finds the socket below a connection of Open Liberty. Safe for use by any thread. */
final class SocketChannels {
  private static final Logger LOG = Logger.getLogger(SocketChannels.class.getName());
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Map<Class<?>, Optional<MethodHandle>> known = new ConcurrentHashMap<>();

  /** Nothing, and a warning once, if the connection is not one of the classes that we know. */
  Optional<SocketChannel> find(Object connection) {
    return known
        .computeIfAbsent(connection.getClass(), SocketChannels::handle)
        .map(handle -> channel(handle, connection))
        .filter(channel -> !channel.isBlocking());
  }

  private static SocketChannel channel(MethodHandle handle, Object connection) {
    try {
      return (SocketChannel) handle.invokeExact(connection);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private static Optional<MethodHandle> handle(Class<?> connection) {
    try {
      Method below = connection.getMethod("getSocketIOChannel");
      MethodHandle channel = LibertyInternals.field(below.getReturnType(), "channel");
      return Optional.of(
          filterReturnValue(LOOKUP.unreflect(below), channel)
              .asType(methodType(SocketChannel.class, Object.class)));
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "The connections of this container cannot be read by event loops:"
              + " an answer costs twice as much",
          unknown);
      return Optional.empty();
    }
  }
}
