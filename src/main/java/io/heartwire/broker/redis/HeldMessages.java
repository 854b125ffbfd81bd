package io.heartwire.broker.redis;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The messages of one channel that wait while what is missing before them is read, in their order.
 * Used by tasks of the channel's queue only.
 */
final class HeldMessages {
  /** How many wait; later ones are read from the history, too. */
  static final int MOST = 1_000;

  private final WaitingBytes room;
  private final Deque<byte[]> messages = new ArrayDeque<>();
  private int old; // the first of them, which came before the read was asked for

  /**
   * @param room that each of them takes
   */
  HeldMessages(WaitingBytes room) {
    this.room = room;
  }

  /** Adds it as the last one; returns false if too many wait already, and gives its room back. */
  boolean add(byte[] message) {
    if (messages.size() >= MOST) {
      room.give(message);
      return false;
    }
    messages.addLast(message);
    return true;
  }

  /** Puts it back before all others. */
  void putBack(byte[] message) {
    messages.addFirst(message);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** A read of the history is asked for: those that are here now came before it. */
  void beforeRead() {
    old = messages.size();
  }

  /** Whether the next one came before the last read. */
  boolean isNextOld() {
    return old > 0;
  }

  byte[] next() {
    old = Math.max(0, old - 1);
    return messages.removeFirst();
  }

  /** Gives the room of all of them back. */
  void clear() {
    messages.forEach(room::give);
    messages.clear();
  }
}
