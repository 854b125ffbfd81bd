package io.heartwire.hook;

import io.heartwire.visibility.Internal;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where the code of an application runs: threads that may block, in the application's context (its
 * class loader, its names in JNDI, its beans).
 *
 * <p>They know no limit of their own: whoever uses them sets one, by a {@link BoundedExecutor}.
 * Safe for use by any thread.
 */
@Internal
public interface ApplicationThreads extends Executor {

  /**
   * Runs the task on one of these threads.
   *
   * @throws RejectedExecutionException once the application stops
   */
  @Override
  void execute(Runnable task);

  /** Calls the application's code on the present thread, with a request scope of its own. */
  <T> T inRequest(Callable<T> call) throws Exception;
}
