package io.heartwire.testkit;

import java.util.concurrent.RejectedExecutionException;

/** Threads for tests in which everything happens on the test's own. */
public final class TestThreads {
  private TestThreads() {}

  /** There is none to take a task over, so whoever asks goes on by itself. */
  public static void none(Runnable task) {
    throw new RejectedExecutionException("no thread for " + task);
  }
}
