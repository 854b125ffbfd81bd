package io.heartwire.testkit;

import io.heartwire.hook.ApplicationThreads;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

/** An application's threads, whose work waits until the test does it. */
public final class QueuedThreads implements ApplicationThreads {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Boolean> inRequest = ThreadLocal.withInitial(() -> false);
  private volatile boolean isStopped;

  @Override
  public void execute(Runnable task) {
    if (isStopped) {
      throw new RejectedExecutionException("the application stops");
    }
    tasks.add(task);
  }

  @Override
  public <T> T inRequest(Callable<T> call) throws Exception {
    inRequest.set(true);
    try {
      return call.call();
    } finally {
      inRequest.set(false);
    }
  }

  /** Whether the present thread has a request scope. */
  public boolean isInRequest() {
    return inRequest.get();
  }

  /** Tasks that wait for a thread. */
  public int waiting() {
    return tasks.size();
  }

  /** Does what waits, and what comes of it. */
  public void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Takes no more. */
  public void stop() {
    isStopped = true;
  }
}
