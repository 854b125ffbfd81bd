package io.heartwire.connection;

import io.heartwire.time.TimeSource;

/**
 * What one connection has received: signs of life, messages, and the count of missed pongs.
 *
 * <p>Written by the connection's reading callback, which runs on one thread at a time; the missed
 * pongs also by the heartbeat's sweep. Read by any thread.
 */
final class InboundActivity {
  private final TimeSource time;
  private volatile long lastHeardAt;
  private volatile long lastActiveAt;
  private volatile long messages;
  private volatile long bytes;
  private volatile int missed;
  private volatile long missedAt = LivenessFacts.NEVER;

  InboundActivity(TimeSource time, long openedAt) {
    this.time = time;
    this.lastHeardAt = openedAt;
    this.lastActiveAt = openedAt;
  }

  /** Takes a frame from the peer as a sign of life, which resets the count of missed pongs. */
  void heard() {
    lastHeardAt = time.nanos();
    if (missed != 0) {
      missed = 0;
      missedAt = LivenessFacts.NEVER;
    }
  }

  /** Counts an application message, or a part of one. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one reading callback at a time
  void received(int size, boolean complete) {
    heard();
    bytes += size;
    if (complete) {
      messages++;
    }
  }

  /** Notes that the frame just received came from the application, and is not a protocol's pong. */
  void active() {
    lastActiveAt = lastHeardAt;
  }

  /** Counts a pong that is overdue. */
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
