package io.heartwire.liberty;

import io.heartwire.wire.WireUnsupportedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.WrongMethodTypeException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Finds methods and fields of the server's classes, by reflection. */
final class Handles {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Handles() {}

  static MethodHandle method(Class<?> owner, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP.unreflect(owner.getMethod(name, parameters));
  }

  static MethodHandle of(Method method) throws ReflectiveOperationException {
    return LOOKUP.unreflect(method);
  }

  /** Applies the second handle to the result of the first. */
  static MethodHandle chain(MethodHandle first, MethodHandle second) {
    MethodType type = second.type().changeParameterType(0, first.type().returnType());
    return MethodHandles.filterReturnValue(first, second.asType(type));
  }

  /** Reads a field of the class or a superclass. */
  static MethodHandle getter(Class<?> owner, String name) throws ReflectiveOperationException {
    return LOOKUP.unreflectGetter(accessible(owner, name));
  }

  /** Writes a field of the class or a superclass. */
  static MethodHandle setter(Class<?> owner, String name) throws ReflectiveOperationException {
    return LOOKUP.unreflectSetter(accessible(owner, name));
  }

  /** Returns the enum constant with this name. */
  static Object named(Class<?> values, String name) throws NoSuchFieldException {
    for (Object each : values.getEnumConstants()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new NoSuchFieldException(values.getName() + "." + name);
  }

  /** Finds the method with four parameters of which the second is a callback interface. */
  static Method withCallback(Class<?> type, String name) throws NoSuchMethodException {
    for (Method each : type.getMethods()) {
      Class<?>[] types = each.getParameterTypes();
      if (each.getName().equals(name) && types.length == 4 && types[1].isInterface()) {
        return each;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name + " with a callback");
  }

  /**
   * Classifies what a handle has thrown: the server's classes differ from the known version, or the
   * connection has ended meanwhile. Clients cause the latter, so it says nothing about the server.
   */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error && !(thrown instanceof LinkageError)) {
      throw error;
    }
    boolean isOfTheServer =
        thrown instanceof ReflectiveOperationException
            || thrown instanceof LinkageError
            || thrown instanceof ClassCastException
            || thrown instanceof IllegalArgumentException
            || thrown instanceof WrongMethodTypeException
            || thrown instanceof WireUnsupportedException;
    // A connection that has ended throws various exceptions, since it has released its parts.
    if (!isOfTheServer) {
      return new UncheckedIOException("the connection has ended", new IOException(thrown));
    }
    return thrown instanceof WireUnsupportedException known
        ? known
        : new WireUnsupportedException("Open Liberty differs from the known version", thrown);
  }

  private static Field accessible(Class<?> owner, String name) throws NoSuchFieldException {
    for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(owner.getName() + "." + name);
  }
}
