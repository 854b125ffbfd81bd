package io.heartwire.protocol;

import io.heartwire.hook.Hooks;
import io.heartwire.limit.InputBudget;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue that runs one client's commands one after the other, so that replies and publications
 * keep the client's order although commands may complete later.
 *
 * <p>No thread blocks: commands that cannot start yet are queued, up to a limit. Safe for use by
 * any thread.
 */
public final class CommandQueue {
  /** Bytes of the objects of a waiting command, besides its own. */
  private static final int OVERHEAD = 320;

  private final int mostWaiting;
  private final long mostBytes;
  private final InputBudget budget;
  private final Predicate<Runnable> gate;
  private final Consumer<Throwable> failed;

  // Guarded by this.
  private final Queue<Waiting> waiting = new ArrayDeque<>(2);
  private long bytes; // of the waiting commands
  private long memory; // of the waiting commands, as the budget knows it
  private boolean busy;
  private boolean closed;

  private record Waiting(Supplier<CompletionStage<?>> step, long bytes, long memory) {}

  /**
   * @param mostWaiting the most waiting commands, besides the present one
   * @param mostBytes the most bytes of the waiting commands; a single one may have more
   * @param budget the memory of what waits in all queues of the kind together
   * @param gate returns whether the next command may start; if not, it runs its argument later
   * @param failed called with the failure of a command; the next one runs all the same
   */
  public CommandQueue(
      int mostWaiting,
      long mostBytes,
      InputBudget budget,
      Predicate<Runnable> gate,
      Consumer<Throwable> failed) {
    this.mostWaiting = mostWaiting;
    this.mostBytes = mostBytes;
    this.budget = budget;
    this.gate = gate;
    this.failed = failed;
  }

  /** Adds a command that holds hardly any memory. */
  public boolean add(Supplier<CompletionStage<?>> step) {
    return add(step, 0);
  }

  /**
   * Adds a command, and runs it now if no other is under way.
   *
   * @param size bytes that it holds until it starts
   * @return false if the limit of waiting commands or their bytes is reached, or that of the memory
   *     of all queues, and this one has more than its share
   */
  public boolean add(Supplier<CompletionStage<?>> step, long size) {
    return add(step, size, size);
  }

  /**
   * The same.
   *
   * @param held memory that it takes until it starts, where that is more than its bytes
   */
  public boolean add(Supplier<CompletionStage<?>> step, long size, long held) {
    synchronized (this) {
      if (closed) {
        return true; // the connection has ended: drop it
      }
      if (waiting.size() >= mostWaiting || (!waiting.isEmpty() && bytes + size > mostBytes)) {
        return false;
      }
      long more = busy ? held + OVERHEAD : 0; // else it starts now, or is the only one
      if (!budget.change(memory, memory + more)) {
        budget.change(memory + more, memory);
        return false;
      }
      memory += more;
      waiting.add(new Waiting(step, size, more));
      bytes += size;
      if (busy) {
        return true;
      }
      busy = true;
    }
    run();
    return true;
  }

  /** Drops the waiting commands; the present one goes on. */
  public synchronized void close() {
    closed = true;
    waiting.clear();
    bytes = 0;
    budget.change(memory, 0);
    memory = 0;
  }

  private void run() {
    while (gate.test(this::run)) {
      Supplier<CompletionStage<?>> step = next();
      if (step == null) {
        return;
      }
      CompletableFuture<?> done = begin(step);
      if (!done.isDone()) {
        if (goesOnAfter(done)) {
          return;
        }
      } else if (done.isCompletedExceptionally()) {
        report(done);
      }
    }
  }

  /**
   * Returns whether the completion of the step will run the next one. If false, the step has
   * completed meanwhile and the caller continues: running the next step within the callback would
   * recurse.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the result is handled here
  private boolean goesOnAfter(CompletableFuture<?> step) {
    AtomicBoolean first = new AtomicBoolean(true);
    step.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            failed.accept(Hooks.causeOf(failure));
          }
          if (!first.getAndSet(false)) {
            run();
          }
        });
    return first.getAndSet(false);
  }

  private synchronized @Nullable Supplier<CompletionStage<?>> next() {
    Waiting next = waiting.poll();
    busy = next != null;
    if (next == null) {
      return null;
    }
    bytes -= next.bytes;
    budget.change(memory, memory - next.memory);
    memory -= next.memory;
    return next.step;
  }

  private static CompletableFuture<?> begin(Supplier<CompletionStage<?>> step) {
    try {
      return step.get().toCompletableFuture();
    } catch (RuntimeException | Error thrown) { // what escapes would end the client's commands
      return CompletableFuture.failedFuture(thrown);
    }
  }

  private void report(CompletableFuture<?> failedStep) {
    try {
      failedStep.getNow(null);
    } catch (RuntimeException failure) {
      failed.accept(Hooks.causeOf(failure));
    }
  }
}
