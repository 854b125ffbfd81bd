package io.heartwire.protocol.centrifuge;

import org.jspecify.annotations.Nullable;

/**
 * One thing a client asks for.
 *
 * @param id the client's number for it, repeated in the reply; from 1 to 2³² − 1, or 0 where no
 *     reply is expected: {@link Request.Send} and {@link Request.Pong}
 */
record Command(long id, Request request) {
  /** The empty command, a client's answer to a ping of the server. */
  static final Command PONG = new Command(0, new Request.Pong());

  /** The greatest id, those of an unsigned 32-bit number. */
  static final long MOST_ID = 0xFFFF_FFFFL;

  /**
   * The command that the parts of the wire amount to.
   *
   * @param request null if the wire named no method that this version knows
   */
  static Command of(long id, @Nullable Request request) throws MalformedException {
    if (request == null) {
      return id == 0 ? PONG : new Command(id, new Request.Unknown());
    }
    if (id == 0 && !(request instanceof Request.Send)) {
      throw new MalformedException("id is missing, and only send and pong may do without");
    }
    return new Command(id, request);
  }
}
