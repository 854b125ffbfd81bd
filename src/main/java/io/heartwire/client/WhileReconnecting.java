package io.heartwire.client;

import java.time.Duration;

/**
 * What becomes of a request that is made while the client is on its way to a connection.
 *
 * <p>A request that was on the wire when the connection broke fails with {@link
 * OutcomeUnknownException}, and one that was not sent with {@link NotSentException}. So nothing is
 * lost or done twice without the application knowing. {@link #buffer} goes further: its
 * publications have keys, and are sent again where the server says that it recognises them.
 */
public sealed interface WhileReconnecting {

  /** All fail at once. */
  static WhileReconnecting fail() {
    return new Fail();
  }

  /**
   * All wait for the connection, in their order.
   *
   * @param limit the most that may wait; one more fails at once
   * @param deadline the longest that one may wait
   */
  static WhileReconnecting wait(int limit, Duration deadline) {
    return new Wait(limit, deadline);
  }

  /**
   * Publications wait, and all other requests fail at once.
   *
   * <p>One that was sent and not answered when the connection broke is sent again over the next, if
   * that ends at the same server and soon enough: the server has it once. Heartwire recognises
   * repetitions for five minutes, of which the client uses half, until it is restarted. Of any
   * other server the client believes nothing, and the outcome is unknown as ever.
   *
   * @param limit the most that may wait; one more fails at once
   * @param deadline the longest that one may wait
   */
  static WhileReconnecting buffer(int limit, Duration deadline) {
    return new Buffer(limit, deadline);
  }

  /** See {@link WhileReconnecting#fail()}. */
  record Fail() implements WhileReconnecting {}

  /** See {@link WhileReconnecting#wait(int, Duration)}. */
  record Wait(int limit, Duration deadline) implements WhileReconnecting {
    public Wait {
      check(limit, deadline);
    }
  }

  /** See {@link WhileReconnecting#buffer(int, Duration)}. */
  record Buffer(int limit, Duration deadline) implements WhileReconnecting {
    public Buffer {
      check(limit, deadline);
    }
  }

  private static void check(int limit, Duration deadline) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be from 1, was " + limit);
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be positive, was " + deadline);
    }
  }
}
