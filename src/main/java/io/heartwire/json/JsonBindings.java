package io.heartwire.json;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An application's objects as JSON, by what the application has for that: a bean of type {@code
 * Jsonb} or {@code ObjectMapper}, else JSON-B as the server brings it, else Jackson as the
 * application brings it. None of them is needed by anything else here.
 *
 * <p>Safe for use by any thread. What is found is kept.
 */
public final class JsonBindings {
  private static final Logger LOG = Logger.getLogger(JsonBindings.class.getName());

  private static final Set<Class<?>> UNREADABLE = ConcurrentHashMap.newKeySet();

  private static volatile @Nullable JsonBinding found;

  private JsonBindings() {}

  /**
   * The object as one JSON value in UTF-8.
   *
   * @throws IllegalArgumentException if the object can't be written
   * @throws IllegalStateException if there is nothing to write it with
   */
  public static byte[] write(Object value) {
    JsonBinding binding = binding();
    try {
      return binding.write(value);
    } catch (Exception failure) {
      throw new IllegalArgumentException(
          "can't make JSON of a " + value.getClass().getName() + ": " + failure.getMessage(),
          failure);
    }
  }

  /**
   * The JSON value as an object.
   *
   * @throws IllegalArgumentException if it is none of this type
   * @throws IllegalStateException if there is nothing to read it with
   */
  public static <T> T read(byte[] json, Class<T> type) {
    JsonBinding binding = binding();
    try {
      return binding.read(json, type);
    } catch (Exception failure) {
      if (UNREADABLE.add(type)) { // the data's fault, or the type's
        LOG.log(
            Level.INFO,
            failure,
            () -> "Some JSON is no " + type.getName() + "; this is logged once for each type");
      }
      throw new IllegalArgumentException("the JSON is no " + type.getName(), failure);
    }
  }

  /** The bean of this type, if there is a container and one in it. */
  static <T> Optional<T> bean(Class<T> type) {
    try {
      Instance<T> beans = CDI.current().select(type);
      return beans.isResolvable() ? Optional.of(beans.get()) : Optional.empty();
    } catch (IllegalStateException noContainer) {
      return Optional.empty();
    }
  }

  private static JsonBinding binding() {
    JsonBinding known = found;
    if (known == null) {
      known =
          first(
              List.of(
                  JsonbBinding::ofBean,
                  JacksonBinding::ofBean,
                  JsonbBinding::ofServer,
                  JacksonBinding::ofApplication));
      found = known;
    }
    return known;
  }

  static JsonBinding first(List<Supplier<Optional<JsonBinding>>> ways) {
    for (Supplier<Optional<JsonBinding>> way : ways) {
      Optional<JsonBinding> binding = tried(way);
      if (binding.isPresent()) {
        return binding.get();
      }
    }
    throw new IllegalStateException(
        "there is nothing that makes JSON of objects: add the feature jsonb-3.0 to server.xml, or"
            + " jackson-databind to the application; or publish a Payload, made by Payload.json,"
            + " Payload.text or Payload.sharing");
  }

  private static Optional<JsonBinding> tried(Supplier<Optional<JsonBinding>> way) {
    try {
      return way.get();
    } catch (LinkageError | RuntimeException missing) { // the API, or what implements it
      LOG.log(Level.FINE, "A way to make JSON of objects is not there", missing);
      return Optional.empty();
    }
  }
}
