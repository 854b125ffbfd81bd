package io.heartwire.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many subscribe commands are unanswered at a time, so that a client with thousands of
 * subscriptions reconnects within its own limits and the server's. Guarded by the client's lock.
 */
final class SubscribeLimiter {
  /** Enough to hide the round trip, and only a few dozen kilobytes. */
  static final int MOST_AT_A_TIME = 256;

  private final int most;
  private final Queue<Consumer<Runnable>> waiting = new ArrayDeque<>();
  private @Nullable ConnectionAttempt attempt; // of which all waiting steps are
  private int underWay;
  private boolean isRunning;

  /**
   * @param maxRequests that may be unanswered; half of them stays free for the application
   */
  SubscribeLimiter(int maxRequests) {
    most = Math.max(1, Math.min(MOST_AT_A_TIME, maxRequests / 2));
  }

  /**
   * Runs the step once there is room, unless the connection ends before.
   *
   * @param step gets a task that it has to run once, when it is answered
   */
  void run(ConnectionAttempt of, Consumer<Runnable> step) {
    if (of != attempt) {
      attempt = of;
      underWay = 0;
      waiting.clear();
    }
    waiting.add(step);
    runNext();
  }

  private void runNext() {
    if (isRunning) {
      return; // else steps that are answered at once would recurse
    }
    isRunning = true;
    try {
      while (underWay < most && !waiting.isEmpty()) {
        underWay++;
        ConnectionAttempt of = attempt;
        waiting.remove().accept(() -> done(of));
      }
    } finally {
      isRunning = false;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same attempt
  private void done(@Nullable ConnectionAttempt of) {
    if (of == null || of != attempt || of.isOver()) {
      return;
    }
    underWay--;
    runNext();
  }
}
