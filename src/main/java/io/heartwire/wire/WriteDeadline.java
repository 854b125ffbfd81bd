package io.heartwire.wire;

import io.heartwire.time.TimeSource;
import java.time.Duration;

/**
 * The write timeout of one connection: a peer must read something within {@code
 * heartwire.outbox.write-timeout} after it last did. Used by the thread of the connection's loop.
 */
final class WriteDeadline {
  /**
   * A timer that fires so late shows that the process or the machine was paused, and the peer
   * perhaps, too: the timeout starts again then.
   */
  private static final Duration LATE = Duration.ofSeconds(1);

  private final LoopTask task;
  private final EventLoop loop;
  private final Duration timeout;
  private final TimeSource time;
  private boolean isRunning;
  private long end;

  /**
   * @param task the task whose timer is set
   */
  WriteDeadline(LoopTask task, EventLoop loop, Duration timeout, TimeSource time) {
    this.task = task;
    this.loop = loop;
    this.timeout = timeout;
    this.time = time;
  }

  /** Starts the timeout if the peer does not read, and cancels it if it does. */
  void watch(boolean isBlocked) {
    if (isBlocked && !isRunning) {
      begin();
    } else if (!isBlocked) {
      isRunning = false;
      loop.forget(task);
    }
  }

  /** Notes that the peer has read something. */
  void progress() {
    isRunning = false;
  }

  /** Returns whether the timeout is over, when the timer has fired. */
  boolean isOver() {
    if (time.nanos() - end < LATE.toNanos()) {
      return true;
    }
    begin();
    return false;
  }

  private void begin() {
    isRunning = true;
    end = time.nanos() + timeout.toNanos();
    loop.remind(task, end);
  }
}
