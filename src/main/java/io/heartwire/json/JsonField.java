package io.heartwire.json;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One field of a JSON object: its name, how its value is read, and what stands for it where it is
 * absent. Immutable.
 *
 * <p>{@code null} stands for an absent field, as in Protobuf's mapping to JSON, unless the field
 * takes any value.
 *
 * @param <T> what its value becomes
 */
public final class JsonField<T> {

  /** Reads one value. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * @param path the field's name, after the names of the objects around it
     * @throws UnexpectedJsonException if the value is not what it should be
     */
    T read(JsonFields in, String path) throws IOException;
  }

  private final String name;
  private final boolean takesNull;
  private final @Nullable T absent;
  private final @Nullable JsonShape shape;
  private final Reader<T> reader;

  private JsonField(
      String name,
      boolean takesNull,
      @Nullable T absent,
      @Nullable JsonShape shape,
      Reader<T> reader) {
    this.name = name;
    this.takesNull = takesNull;
    this.absent = absent;
    this.shape = shape;
    this.reader = reader;
  }

  /** A field that is read like this; there is no value for an absent one. */
  public static <T> JsonField<T> of(String name, Reader<T> reader) {
    return new JsonField<>(name, false, null, null, reader);
  }

  /** Any JSON value, {@code null} included, exactly as it is written. */
  public static <T> JsonField<T> any(String name, Function<byte[], T> value) {
    return new JsonField<>(name, true, null, null, (in, path) -> value.apply(in.raw()));
  }

  public static JsonField<String> text(String name) {
    return JsonField.<String>of(name, JsonFields::text).orElse("");
  }

  public static JsonField<Boolean> flag(String name) {
    return JsonField.<Boolean>of(name, JsonFields::flag).orElse(false);
  }

  /** 0 if absent. */
  public static JsonField<Long> integer(String name, long least, long most) {
    return JsonField.<Long>of(name, (in, path) -> in.integer(path, least, most)).orElse(0L);
  }

  /** An object whose values are all strings. */
  public static JsonField<Map<String, String>> texts(String name) {
    return JsonField.<Map<String, String>>of(name, JsonFields::texts).orElse(Map.of());
  }

  /** An array of strings. */
  public static JsonField<List<String>> textList(String name) {
    return JsonField.<List<String>>of(name, JsonFields::textList).orElse(List.of());
  }

  /** An object of this shape; there is no value for an absent one. */
  public static <T> JsonField<T> object(
      String name, JsonShape shape, Function<FieldValues, T> value) {
    return new JsonField<>(
        name, false, null, shape, (in, path) -> value.apply(shape.read(in, path, path + '.')));
  }

  /** The same with a value that stands for an absent one. */
  public JsonField<T> orElse(T value) {
    return new JsonField<>(name, takesNull, value, shape, reader);
  }

  public String name() {
    return name;
  }

  /** The fields inside, if it is an object of a known shape. */
  public @Nullable JsonShape shape() {
    return shape;
  }

  @Nullable T absent() {
    return absent;
  }

  /** Null if the value stands for an absent one. */
  @Nullable T read(JsonFields in, String path) throws IOException {
    return in.isNull() && !takesNull ? null : reader.read(in, path);
  }
}
