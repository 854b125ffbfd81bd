package io.heartwire.heartbeat;

/** What a sweep finds about one connection. */
enum Verdict {
  /** Nothing to do. */
  FINE,
  /** Silent for the interval, or expecting to be asked: ask for a pong. */
  PING,
  /** An answer is overdue: mark stale, ask again. */
  MISSED,
  /** Too many answers are overdue: close with 3012. */
  DEAD,
  /** No application message for the idle timeout: close with 1000. */
  IDLE,
  /** Has lived its time: close with 3011, once what waits has been written. */
  RETIRE,
  /** One write has been under way for too long: close with 3008. */
  SLOW,
  /** Not ready within its deadline: close with 3502. */
  NOT_READY,
  /** The closing handshake does not end: release what is held. */
  ABANDON
}
