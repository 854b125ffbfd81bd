package io.heartwire.liberty;

import static java.lang.invoke.MethodType.methodType;

import jakarta.servlet.ServletException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where a request of Open Liberty keeps the handler that it is upgraded to. Immutable. */
record UpgradeSlot(MethodHandle setHandler, MethodHandle setUpgraded) {
  private static final Logger LOG = Logger.getLogger(UpgradeSlot.class.getName());

  /** Kept, since each copy of a constructor has it checked anew who may call it. */
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

  /** Nothing, and a warning, if this is not one of the classes that we know. */
  static Optional<UpgradeSlot> of(Class<?> request) {
    try {
      return Optional.of(
          new UpgradeSlot(
              setter(request, "httpUpgradeHandlerObject", Object.class),
              setter(request, "upgradeCalledAndSuccessful", boolean.class)));
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "The requests of this container cannot be given a handler: a handshake costs twice as"
              + " much",
          unknown);
      return Optional.empty();
    }
  }

  /**
   * Makes a handler by its constructor and gives it to the request.
   *
   * @throws ServletException if there is no such constructor, or it fails
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
      throw new ServletException("No " + type.getName() + " could be made", failure);
    }
  }

  private static MethodHandle setter(Class<?> request, String name, Class<?> type)
      throws ReflectiveOperationException {
    return Handles.setter(request, name).asType(methodType(void.class, Object.class, type));
  }
}
