package io.heartwire.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jackson's {@code ObjectMapper}, by reflection: it is there only where an application has it. */
final class JacksonBinding implements JsonBinding {
  private static final String MAPPER = "com.fasterxml.jackson.databind.ObjectMapper";

  private final Object mapper;
  private final Method write;
  private final Method read;

  private JacksonBinding(Object mapper, Class<?> type) throws NoSuchMethodException {
    this.mapper = mapper;
    this.write = type.getMethod("writeValueAsBytes", Object.class);
    this.read = type.getMethod("readValue", byte[].class, Class.class);
  }

  static Optional<JsonBinding> ofBean() {
    try {
      Class<?> type = Class.forName(MAPPER);
      Optional<?> bean = JsonBindings.bean(type);
      return bean.isEmpty() ? Optional.empty() : Optional.of(new JacksonBinding(bean.get(), type));
    } catch (ReflectiveOperationException missing) {
      return Optional.empty();
    }
  }

  /** With the modules that it finds, such as the one for {@code java.time}. */
  static Optional<JsonBinding> ofApplication() {
    try {
      Class<?> type = Class.forName(MAPPER);
      Object mapper = type.getConstructor().newInstance();
      type.getMethod("findAndRegisterModules").invoke(mapper);
      return Optional.of(new JacksonBinding(mapper, type));
    } catch (ReflectiveOperationException missing) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] write(Object value) throws Exception {
    return (byte[]) Objects.requireNonNull(call(write, value));
  }

  @Override
  public <T> T read(byte[] json, Class<T> type) throws Exception {
    return Objects.requireNonNull(type.cast(call(read, json, type)), "it is null");
  }

  private @Nullable Object call(Method method, Object... arguments) throws Exception {
    try {
      return method.invoke(mapper, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }
}
