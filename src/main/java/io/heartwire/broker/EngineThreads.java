package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The threads on which an engine starts, and calls its listeners where the publisher's thread does
 * not. They are the container's pool: a busy channel waits in its queue like all other tasks.
 */
@Internal
public interface EngineThreads extends Executor {

  /** The container's managed executor. */
  @ApplicationScoped
  @SuppressWarnings("NullAway.Init") // the container injects the executor
  class Managed implements EngineThreads {
    @Resource private ManagedExecutorService executor;

    /**
     * @throws RejectedExecutionException if the pool's queue is full, or the application is
     *     stopping
     */
    @Override
    public void execute(Runnable task) {
      executor.execute(task);
    }
  }
}
