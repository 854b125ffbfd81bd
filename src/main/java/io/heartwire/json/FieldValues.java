package io.heartwire.json;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an object of a {@link JsonShape} had. For one thread. */
public final class FieldValues {
  private final JsonShape shape;
  private final @Nullable Object[] values;

  FieldValues(JsonShape shape, @Nullable Object[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** The field's value, or what stands for an absent one. */
  public <T> T get(JsonField<T> field) {
    T value = find(field);
    return value == null ? Objects.requireNonNull(field.absent(), field.name()) : value;
  }

  /** The field's value, null if it is absent. */
  @SuppressWarnings("unchecked") // the place was filled by this field's own reader
  public <T> @Nullable T find(JsonField<T> field) {
    int place = shape.fields().indexOf(field);
    if (place < 0) {
      throw new IllegalArgumentException("the shape has no field " + field.name());
    }
    return (T) values[place];
  }
}
