package io.heartwire.hook;

import java.util.Objects;

/**
 * What a hook makes of an attempt.
 *
 * @param <G> what an accepted client is granted
 */
public sealed interface Decision<G> {

  /** The hook has no opinion: the next one is asked, and at last the configured rules. */
  record Defer<G>() implements Decision<G> {}

  /** Granted, whatever the configured rules say. */
  record Accept<G>(G grant) implements Decision<G> {

    public Accept {
      Objects.requireNonNull(grant, "nothing is granted");
    }
  }

  /**
   * Refused with an error reply; the connection goes on.
   *
   * @param code of the application, from 400 to 1999, or one of the protocol's
   * @param temporary whether the client may try the same again later
   */
  record Refuse<G>(int code, String message, boolean temporary) implements Decision<G> {}

  /**
   * Refused by closing the connection.
   *
   * @param code from 3000 to 4999: below 3500, and from 4000 to 4499, the client comes back
   */
  record Disconnect<G>(int code, String reason) implements Decision<G> {

    public Disconnect {
      DisconnectException.requireCode(code);
    }
  }

  static <G> Decision<G> defer() {
    return new Defer<>();
  }

  static <G> Decision<G> accept(G grant) {
    return new Accept<>(grant);
  }

  static <G> Decision<G> refuse(int code, String message) {
    return new Refuse<>(code, message, false);
  }

  static <G> Decision<G> disconnect(int code, String reason) {
    return new Disconnect<>(code, reason);
  }
}
