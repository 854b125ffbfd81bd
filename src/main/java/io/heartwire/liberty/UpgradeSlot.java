package io.heartwire.liberty;

import static java.lang.invoke.MethodType.methodType;

import jakarta.servlet.ServletException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The fields of an Open Liberty request that hold its upgrade handler. Immutable. */
record UpgradeSlot(MethodHandle setHandler, MethodHandle setUpgraded) {
  private static final Logger LOG = Logger.getLogger(UpgradeSlot.class.getName());

  /**
   * Cached, since each new {@code Constructor} object repeats the access check on its first call.
   */
  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> handler) {
          try {
            return handler.getConstructor();
          } catch (NoSuchMethodException unsuited) {
            throw new IllegalArgumentException(unsuited);
          }
        }
      };

  /**
   * Finds the fields; returns empty and logs a warning if the class differs from the known version.
   */
  static Optional<UpgradeSlot> of(Class<?> request) {
    try {
      return Optional.of(
          new UpgradeSlot(
              setter(request, "httpUpgradeHandlerObject", Object.class),
              setter(request, "upgradeCalledAndSuccessful", boolean.class)));
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "The upgrade handler cannot be set in requests of this container: a handshake costs twice"
              + " as much",
          unknown);
      return Optional.empty();
    }
  }

  /**
   * Creates a handler by its constructor and sets it in the request.
   *
   * @throws ServletException if the constructor fails
   */
  <T> T fill(Object request, Class<T> type) throws ServletException {
    try {
      T handler = type.cast(CONSTRUCTORS.get(type).newInstance());
      setHandler.invokeExact(request, (Object) handler);
      setUpgraded.invokeExact(request, true);
      return handler;
    } catch (Error error) {
      throw error;
    } catch (Throwable failure) {
      throw new ServletException("Could not create a " + type.getName(), failure);
    }
  }

  private static MethodHandle setter(Class<?> request, String name, Class<?> type)
      throws ReflectiveOperationException {
    return Handles.setter(request, name).asType(methodType(void.class, Object.class, type));
  }
}
