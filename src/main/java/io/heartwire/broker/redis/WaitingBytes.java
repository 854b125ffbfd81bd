package io.heartwire.broker.redis;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of messages that wait for their delivery, up to a limit. Safe for use by any thread.
 */
final class WaitingBytes {
  private final long most;
  private final AtomicLong waiting = new AtomicLong();

  WaitingBytes(long most) {
    this.most = most;
  }

  /** Takes room, unless there is none. A message that is larger than all may wait alone. */
  boolean take(byte[] message) {
    long after = waiting.addAndGet(message.length);
    if (after > most && after > message.length) {
      waiting.addAndGet(-message.length);
      return false;
    }
    return true;
  }

  void give(byte[] message) {
    waiting.addAndGet(-message.length);
  }

  long waiting() {
    return waiting.get();
  }
}
