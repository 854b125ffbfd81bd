package io.heartwire.queue;

import io.heartwire.broker.QueueStore;
import io.heartwire.time.TimeSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** What the queues of a node have in common. Safe for use by any thread. */
interface QueueNode {

  QueueStore store();

  /** The node, as the store knows it. */
  String owner();

  Executor threads();

  /** Runs by one of the threads, or at once where none is lent; the task must not block. */
  default void execute(Runnable task) {
    try {
      threads().execute(task);
    } catch (RejectedExecutionException | IllegalStateException busyOrStopping) {
      task.run();
    }
  }

  TimeSource time();

  /** A number that no request of this node had before. */
  long nextRequest();

  /** Something failed that is tried again. */
  void failed(String what, Throwable failure);

  /** So many messages came back that this node did not know to have. */
  void reconciled(LocalQueue queue, int count);

  /** Nobody consumes it any more. */
  void left(LocalQueue queue);
}
