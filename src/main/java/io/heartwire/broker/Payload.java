package io.heartwire.broker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that are shared and never copied: from the publisher, through history, to every subscriber.
 *
 * <p>Whoever makes one hands its array over and must not write to it again; whoever reads {@link
 * #shared()} must not write to it at all. Equal when the bytes are.
 */
public final class Payload {
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] shared;

  private Payload(byte[] shared) {
    this.shared = shared;
  }

  /** Takes the array itself, not a copy. */
  public static Payload sharing(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes);
  }

  /** The text in UTF-8. */
  public static Payload utf8(String text) {
    return sharing(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The array that all readers share. Read only. */
  public byte[] shared() {
    return shared;
  }

  public int size() {
    return shared.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload && Arrays.equals(shared, payload.shared);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shared);
  }

  /** The bytes as text when there are few of them, otherwise how many: for messages and tests. */
  @Override
  public String toString() {
    return shared.length <= 64
        ? new String(shared, StandardCharsets.UTF_8)
        : shared.length + " bytes";
  }
}
