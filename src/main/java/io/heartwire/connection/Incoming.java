package io.heartwire.connection;

import io.heartwire.time.TimeSource;

/**
 * One connection's way in, as facts: signs of life, messages, and the pings that went unanswered.
 *
 * <p>Written by the connection's reading callback, of which the container runs one at a time; the
 * misses also by the heartbeat's sweep. Read by any thread.
 */
final class Incoming {
  private final TimeSource time;
  private volatile long lastHeardAt;
  private volatile long lastActiveAt;
  private volatile long messages;
  private volatile long bytes;
  private volatile int missed;
  private volatile long missedAt = Pulse.NEVER;

  Incoming(TimeSource time, long openedAt) {
    this.time = time;
    this.lastHeardAt = openedAt;
    this.lastActiveAt = openedAt;
  }

  /** Any frame from the peer: whatever was missed before is forgiven. */
  void heard() {
    lastHeardAt = time.nanos();
    if (missed != 0) {
      missed = 0;
      missedAt = Pulse.NEVER;
    }
  }

  /** A part of an application message. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one reading callback at a time
  void received(int size, boolean complete) {
    heard();
    bytes += size;
    if (complete) {
      messages++;
    }
  }

  /** What has just come in is an application's doing, and no protocol's pong. */
  void active() {
    lastActiveAt = lastHeardAt;
  }

  /** An answer is overdue. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one sweep at a time; a reset by heard() may win
  void missedPing() {
    missed++;
    missedAt = time.nanos();
  }

  long lastHeardAt() {
    return lastHeardAt;
  }

  long lastActiveAt() {
    return lastActiveAt;
  }

  long messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  int missed() {
    return missed;
  }

  long missedAt() {
    return missedAt;
  }
}
