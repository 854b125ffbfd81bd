package io.heartwire.testkit;

import io.heartwire.hook.ApplicationThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/** Thread pools for tests that run everything on the test's thread. */
public final class TestThreads {
  /** Those of an application: the caller's. */
  public static final ApplicationThreads OF_CALLER =
      new ApplicationThreads() {
        @Override
        public void execute(Runnable task) {
          task.run();
        }

        @Override
        public <T> T inRequest(Callable<T> call) throws Exception {
          return call.call();
        }
      };

  private TestThreads() {}

  /** Rejects the task, so that the caller goes on by itself. */
  public static void none(Runnable task) {
    throw new RejectedExecutionException("no thread for " + task);
  }
}
