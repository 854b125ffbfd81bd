package io.heartwire.connection;

import java.util.UUID;

/**
 * The unique id of a connection. It is never reused.
 *
 * <p>128 random bits (RFC 9562, version 4), so that a client cannot guess another client's id.
 *
 * @param high the most significant 64 bits
 * @param low the least significant 64 bits
 */
public record ConnectionId(long high, long low) {

  public static ConnectionId random() {
    UUID uuid = UUID.randomUUID();
    return new ConnectionId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /**
   * Parses the text form of an id.
   *
   * @throws IllegalArgumentException if the text is not a UUID
   */
  public static ConnectionId parse(String text) {
    UUID uuid = UUID.fromString(text);
    return new ConnectionId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
