package io.heartwire.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.json.JsonBindings;
import io.heartwire.json.JsonSyntax;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Immutable bytes of a message, shared without a copy from the publisher through history to every
 * subscriber.
 *
 * <p>The creator must not write to the array again, and readers of {@link #shared()} must not write
 * to it. Payloads are equal if their bytes are, whatever their kind.
 */
public final class Payload {

  /** What the creator of a payload knows about its bytes. */
  public enum Kind {
    /** Nothing: they may be anything, also text or JSON. */
    BYTES,
    /** Text in valid UTF-8. */
    TEXT,
    /**
     * Exactly one JSON value in UTF-8. It is sent to JSON clients without a check, so a wrong kind
     * breaks their frames.
     */
    JSON
  }

  /** No bytes. Not the JSON {@code null}, which is four of them. */
  public static final Payload EMPTY = new Payload(new byte[0], Kind.BYTES);

  private static final Payload EMPTY_TEXT = new Payload(new byte[0], Kind.TEXT);

  private final byte[] shared;
  private final Kind kind;

  private Payload(byte[] shared, Kind kind) {
    this.shared = shared;
    this.kind = kind;
  }

  /** Takes the array itself, not a copy. */
  public static Payload sharing(byte[] bytes) {
    return of(bytes, Kind.BYTES);
  }

  /** The text in UTF-8. Empty text is of kind {@code TEXT}, too. */
  public static Payload text(String text) {
    return text.isEmpty() ? EMPTY_TEXT : of(text.getBytes(UTF_8), Kind.TEXT);
  }

  /**
   * One JSON value. Takes the array itself.
   *
   * @throws IllegalArgumentException if it is not exactly one value (RFC 8259), or beyond the
   *     limits of {@link JsonSyntax}
   */
  public static Payload json(byte[] value) {
    if (!JsonSyntax.isValue(value)) {
      throw new IllegalArgumentException(
          "not one JSON value, or nested deeper than %d, or with names over %d or numbers over %d characters"
              .formatted(JsonSyntax.MOST_DEPTH, JsonSyntax.MOST_NAME, JsonSyntax.MOST_NUMBER));
    }
    return uncheckedJson(value);
  }

  /**
   * One JSON value, in UTF-8.
   *
   * @throws IllegalArgumentException if it is not exactly one value (RFC 8259), or beyond the
   *     limits of {@link JsonSyntax}
   */
  public static Payload json(String value) {
    return json(value.getBytes(UTF_8));
  }

  /**
   * One JSON value, without a check. Takes the array itself. If it is not JSON, it ends the
   * connections of all JSON clients that it is sent to, again and again where it is recovered.
   */
  public static Payload uncheckedJson(byte[] value) {
    return of(value, Kind.JSON);
  }

  /**
   * An object of the application as JSON, by JSON-B where the server or the application has it,
   * else by Jackson where the application has it. A payload is itself.
   *
   * @throws IllegalArgumentException if no JSON can be made of it, and for strings and bytes, of
   *     which nobody but the caller knows whether they are JSON already
   * @throws IllegalStateException if there is neither JSON-B nor Jackson
   */
  public static Payload of(Object value) {
    if (value instanceof Payload payload) {
      return payload;
    }
    if (value instanceof CharSequence || value instanceof byte[] || value instanceof ByteBuffer) {
      throw new IllegalArgumentException(
          "a %s may be JSON, text or bytes: say which, by Payload.json, Payload.text or Payload.sharing"
              .formatted(value.getClass().getSimpleName()));
    }
    return json(JsonBindings.write(value));
  }

  private static Payload of(byte[] bytes, Kind kind) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes, kind);
  }

  /** The array that all readers share. Read only. */
  public byte[] shared() {
    return shared;
  }

  /**
   * The one JSON value that it is, as an object of the application: by the same as {@link #of}.
   *
   * @throws IllegalArgumentException if it is none of this type
   * @throws IllegalStateException if there is neither JSON-B nor Jackson
   */
  public <T> T as(Class<T> type) {
    if (isEmpty()) {
      throw new IllegalArgumentException("there are no data, and so no " + type.getName());
    }
    return JsonBindings.read(shared, type);
  }

  /** The bytes as text in UTF-8. */
  public String asText() {
    return new String(shared, UTF_8);
  }

  public Kind kind() {
    return kind;
  }

  public int size() {
    return shared.length;
  }

  public boolean isEmpty() {
    return shared.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload && Arrays.equals(shared, payload.shared);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shared);
  }

  /** Shows the size only: the bytes may be secret, and this may end up in a log. */
  @Override
  public String toString() {
    return shared.length + " bytes";
  }
}
