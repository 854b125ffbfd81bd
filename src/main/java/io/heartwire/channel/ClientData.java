package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.hook.RefusedException;

/** What brings data of a client: as bytes, or as an object of the application. */
public interface ClientData {

  /** As the client sent them, or {@link Payload#EMPTY}. */
  Payload data();

  /**
   * The data, which must be JSON, as an object: by JSON-B or Jackson, see {@link Payload#as}.
   *
   * @throws RefusedException if they are none of this type; left to itself in a hook or handler, it
   *     tells the client {@value RefusedException#BAD_REQUEST}
   * @throws IllegalStateException if there is neither JSON-B nor Jackson
   */
  default <T> T data(Class<T> type) {
    try {
      return data().as(type);
    } catch (IllegalArgumentException unreadable) {
      throw new RefusedException(RefusedException.BAD_REQUEST, "bad request");
    }
  }
}
