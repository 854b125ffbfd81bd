package io.heartwire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one client, with a list of what to do after it is released.
 *
 * <p>It guards all state of the client and is held for short steps only. Code of the application
 * never runs with it held: callbacks are queued in order, and are started, futures completed and
 * bytes written, after it has been released.
 */
final class ClientLock {
  private final ReentrantLock lock = new ReentrantLock();
  private final CallbackQueue callbacks;
  private List<Runnable> later = new ArrayList<>(); // guarded by lock

  ClientLock(CallbackQueue callbacks) {
    this.callbacks = callbacks;
  }

  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  <T extends @Nullable Object> T call(Supplier<T> work) {
    List<Runnable> due = List.of();
    lock.lock();
    try {
      return work.get();
    } finally {
      if (lock.getHoldCount() == 1 && !later.isEmpty()) {
        due = later;
        later = new ArrayList<>();
      }
      lock.unlock();
      due.forEach(Runnable::run);
    }
  }

  /** Called with the lock held; runs the work after its release. */
  void afterUnlock(Runnable work) {
    later.add(work);
  }

  /** Called with the lock held; queues a listener's callback. */
  void tell(Runnable callback) {
    callbacks.add(callback);
    afterUnlock(callbacks::start);
  }

  /** Called with the lock held or without. */
  <T extends @Nullable Object> void complete(CompletableFuture<T> future, T value) {
    run(() -> afterUnlock(() -> callbacks.execute(() -> future.complete(value))));
  }

  /** Called with the lock held or without. */
  void fail(CompletableFuture<?> future, Throwable failure) {
    run(() -> afterUnlock(() -> callbacks.execute(() -> future.completeExceptionally(failure))));
  }
}
