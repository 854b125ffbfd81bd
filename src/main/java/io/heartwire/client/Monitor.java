package io.heartwire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one client, and what is to be done once it is free.
 *
 * <p>All that a client knows is read and written with it held, never for longer than that takes.
 * Foreign code never runs with it held: callbacks are queued in their order and started, stages
 * completed and bytes written, after it has been released.
 */
final class Monitor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Callbacks callbacks;
  private List<Runnable> later = new ArrayList<>(); // guarded by lock

  Monitor(Callbacks callbacks) {
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

  /** With the lock held: something that must not be done with it held. */
  void afterwards(Runnable work) {
    later.add(work);
  }

  /** With the lock held: something for listeners. */
  void tell(Runnable callback) {
    callbacks.add(callback);
    afterwards(callbacks::start);
  }

  /** With the lock held or not. */
  <T extends @Nullable Object> void complete(CompletableFuture<T> stage, T value) {
    run(() -> afterwards(() -> callbacks.execute(() -> stage.complete(value))));
  }

  /** With the lock held or not. */
  void fail(CompletableFuture<?> stage, Throwable failure) {
    run(() -> afterwards(() -> callbacks.execute(() -> stage.completeExceptionally(failure))));
  }
}
