package io.heartwire.wire;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The work of one connection on its event loop's thread. It is in the loop's queue at most once,
 * however often it is added, and is itself the queue's link.
 */
abstract class LoopTask {
  /** Written by the queue or the loop that holds this task. */
  @Nullable LoopTask next;

  private final AtomicBoolean isQueued = new AtomicBoolean();

  /** When the task runs again. */
  enum Next {
    /** When it is added again. */
    UNTIL_ADDED,
    /** After all other tasks that are due. */
    AFTER_OTHERS,
    /** In a few milliseconds, unless it is added before. */
    LATER
  }

  /** Does a bounded amount of work. */
  abstract Next run();

  /** The task's channel is ready for these operations of {@link java.nio.channels.SelectionKey}. */
  abstract void ready(int operations);

  /** The timer of {@link EventLoop#remind} has expired. */
  abstract void expired();

  /** One of the methods above threw: the connection cannot go on. */
  abstract void failed(Throwable failure);

  /** Returns whether the caller must put it into the queue. */
  final boolean claim() {
    return !isQueued.get() && isQueued.compareAndSet(false, true);
  }

  /** Notes that it has been taken from the queue, so that it may be added again. */
  final void unclaim() {
    isQueued.set(false);
  }
}
