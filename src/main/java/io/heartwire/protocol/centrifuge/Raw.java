package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Application data on its way through: bytes that the gateway passes on as they came.
 *
 * <p>From a JSON client they are one JSON value, byte for byte as it was written; from a Protobuf
 * client they are whatever the client sent. Immutable. Two are equal when their bytes are.
 */
final class Raw {
  /** No data; absent from the wire. Not the JSON {@code null}, which is four bytes of data. */
  static final Raw EMPTY = new Raw(new byte[0], false);

  private final byte[] bytes;
  private final boolean knownJson;

  private Raw(byte[] bytes, boolean knownJson) {
    this.bytes = bytes;
    this.knownJson = knownJson;
  }

  /**
   * Bytes of any kind, which are the callee's from now on: nobody may write to them any more.
   * Whether they are JSON is looked up whenever a JSON client is to have them.
   */
  static Raw of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Raw(bytes, false);
  }

  /**
   * One JSON value that somebody has checked already, for instance {@link #isJson}; the bytes are
   * the callee's from now on. A wrong claim breaks the frames of every JSON client that gets them.
   */
  static Raw json(byte[] value) {
    return value.length == 0 ? EMPTY : new Raw(value, true);
  }

  /** One JSON value as text; see {@link #json(byte[])}. */
  static Raw json(String value) {
    return json(value.getBytes(UTF_8));
  }

  boolean isEmpty() {
    return bytes.length == 0;
  }

  int size() {
    return bytes.length;
  }

  /** Whether this is exactly one JSON value; costs a pass over the bytes unless it is known. */
  boolean isJson() {
    return knownJson || JsonSyntax.isValue(bytes);
  }

  /** A read-only view. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The bytes themselves, for those in this package and what they hand on: not to be written. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Raw raw && Arrays.equals(bytes, raw.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For logs and tests; data may be secret, so only its size is told. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
