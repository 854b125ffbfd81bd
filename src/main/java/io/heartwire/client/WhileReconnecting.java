package io.heartwire.client;

import java.time.Duration;

/**
 * What happens to requests while the client has no connection and tries to get one.
 *
 * <p>A request that was on the wire when the connection broke fails with {@link
 * OutcomeUnknownException}, and one that was not sent with {@link NotSentException}. So the
 * application always learns what may have been lost. {@link #buffer} does more: its publications
 * carry idempotency keys, and are sent again if the server says that it recognises them.
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
   * <p>A publication that was sent but not answered when the connection broke is sent again over
   * the next connection, if that reaches the same server soon enough: the server accepts it once.
   * Heartwire remembers the keys of a user for five minutes, of which the client uses half, and
   * forgets them when it is restarted. For anonymous clients it remembers keys of one connection
   * only. With any other server the request fails with {@link OutcomeUnknownException}.
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
