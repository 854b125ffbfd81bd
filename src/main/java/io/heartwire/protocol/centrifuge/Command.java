package io.heartwire.protocol.centrifuge;

import org.jspecify.annotations.Nullable;

/**
 * A command of a client.
 *
 * @param id the client's id for it, repeated in the reply; from 1 to 2³² − 1, or 0 where no reply
 *     is expected: {@link Request.Send} and {@link Request.Pong}
 */
record Command(long id, Request request) {
  /** The empty command, a client's pong. */
  static final Command PONG = new Command(0, new Request.Pong());

  /** The greatest id: ids are unsigned 32-bit numbers. */
  static final long MOST_ID = 0xFFFF_FFFFL;

  /**
   * Creates a command from its decoded parts.
   *
   * @param request null if this version does not know the method
   */
  static Command of(long id, @Nullable Request request) throws MalformedException {
    if (request == null) {
      return id == 0 ? PONG : new Command(id, new Request.Unknown());
    }
    if (id == 0 && !(request instanceof Request.Send)) {
      throw new MalformedException("id is missing; only send and pong have none");
    }
    return new Command(id, request);
  }

  /** The approximate size of its filter in memory. */
  long filterCost() {
    return request instanceof Request.Subscribe subscribe ? subscribe.filterCost() : 0;
  }
}
