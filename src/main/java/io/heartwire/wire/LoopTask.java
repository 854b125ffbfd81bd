package io.heartwire.wire;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has to do on its event loop's thread. It waits in the loop's queue at most
 * once, of which it is itself the link, whoever adds it and however often.
 */
abstract class LoopTask {
  /** Belongs to the queue or the loop that holds this task. */
  @Nullable LoopTask next;

  private final AtomicBoolean isQueued = new AtomicBoolean();

  /** When the task runs again. */
  enum Next {
    /** When somebody adds it. */
    UNTIL_ADDED,
    /** After everyone else's. */
    AFTER_OTHERS,
    /** In a few milliseconds, unless it is added before. */
    LATER
  }

  /** Does a bounded amount of work. */
  abstract Next run();

  /** The task's channel is ready for these operations, as a selection key has them. */
  abstract void ready(int operations);

  /** The moment has come that the loop was asked to {@link EventLoop#remind} of. */
  abstract void expired();

  /** Any of the above threw: the connection cannot go on. */
  abstract void failed(Throwable failure);

  /** Whether the caller is the one to put it into the queue. */
  final boolean claim() {
    return !isQueued.get() && isQueued.compareAndSet(false, true);
  }

  /** It has been taken from the queue, and whoever adds it from now on wants it to run again. */
  final void unclaim() {
    isQueued.set(false);
  }
}
