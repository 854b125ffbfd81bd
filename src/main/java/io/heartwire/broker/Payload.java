package io.heartwire.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes that are shared and never copied: from the publisher, through history, to every subscriber.
 *
 * <p>Whoever makes one hands its array over and must not write to it again; whoever reads {@link
 * #shared()} must not write to it at all. Equal when the bytes are, whatever their kind.
 */
public final class Payload {

  /** What the maker of a payload knows of its bytes. */
  public enum Kind {
    /** Nothing: they may be anything, even one of the others. */
    BYTES,
    /** Text in valid UTF-8. */
    TEXT,
    /**
     * Exactly one JSON value in UTF-8, which the maker has checked. It goes to JSON clients without
     * another look: a wrong claim breaks their frames.
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

  /** The text in UTF-8; empty text is text, too. */
  public static Payload text(String text) {
    return text.isEmpty() ? EMPTY_TEXT : of(text.getBytes(UTF_8), Kind.TEXT);
  }

  /** Takes the array itself, which the caller has found to be {@link Kind#JSON}. */
  public static Payload json(byte[] value) {
    return of(value, Kind.JSON);
  }

  /** The value in UTF-8, which the caller has found to be {@link Kind#JSON}. */
  public static Payload json(String value) {
    return json(value.getBytes(UTF_8));
  }

  private static Payload of(byte[] bytes, Kind kind) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes, kind);
  }

  /** The array that all readers share. Read only. */
  public byte[] shared() {
    return shared;
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

  /** How many bytes: they may be secret, and this may end up in a log. */
  @Override
  public String toString() {
    return shared.length + " bytes";
  }
}
