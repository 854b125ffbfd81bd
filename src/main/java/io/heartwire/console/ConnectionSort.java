package io.heartwire.console;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionSnapshot;
import java.time.Duration;

/** By what connections are sorted. */
enum ConnectionSort {
  OPENED_AT,
  LAST_HEARD_AT,
  RTT_MS,
  QUEUED_BYTES,
  DROPPED,
  STATE,
  USER,
  ADDRESS,
  PROTOCOL,
  NODE;

  private static final long MILLI = 1_000_000;

  /**
   * 0 where a text sorts.
   *
   * @param wallClock what has to be added to nanoseconds of this node to get those since 1970
   */
  long number(Connection connection, long wallClock) {
    return switch (this) {
      case OPENED_AT -> connection.openedAt().toEpochMilli();
      case LAST_HEARD_AT -> (connection.liveness().lastHeardAt() + wallClock) / MILLI;
      case RTT_MS -> micros(connection.snapshot());
      case QUEUED_BYTES -> connection.snapshot().queuedBytes();
      case DROPPED -> connection.snapshot().dropped();
      case STATE -> connection.state().ordinal();
      case USER, ADDRESS, PROTOCOL, NODE -> 0;
    };
  }

  /**
   * Empty where a number sorts.
   *
   * @param node the name of this node
   */
  String text(Connection connection, String node) {
    return switch (this) {
      case USER -> ListJson.clip(connection.peer().user());
      case ADDRESS -> connection.peer().remoteAddress();
      case PROTOCOL -> connection.peer().protocol();
      case NODE -> node;
      default -> "";
    };
  }

  /** Those without a measurement come first. */
  private static long micros(ConnectionSnapshot connection) {
    Duration roundTrip = connection.roundTrip();
    return roundTrip == null ? -1 : roundTrip.toNanos() / 1000;
  }
}
