package io.heartwire.heartbeat;

/** The judgement of a sweep about one connection. */
enum Verdict {
  /** Nothing to do. */
  FINE,
  /** Silent for the interval, or expecting a regular ping: ping it. */
  PING,
  /** A pong is overdue: mark it stale, and ping again. */
  MISSED,
  /** Too many pongs are missing: close with 3012. */
  DEAD,
  /** No application message for the idle timeout: close with 1000. */
  IDLE,
  /** Has reached its maximum lifetime: close with 3011, once its waiting messages are written. */
  RETIRE,
  /** One write has been under way for too long: close with 3008. */
  SLOW,
  /** Not ready within its deadline: close with 3502. */
  NOT_READY,
  /** The closing handshake does not end: release what is held. */
  ABANDON
}
