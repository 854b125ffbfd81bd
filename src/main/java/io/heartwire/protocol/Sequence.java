package io.heartwire.protocol;

import io.heartwire.hook.Hooks;
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
 * Does what one client asks for step after step, each when the one before is done, so that answers
 * and publications keep the client's order although steps may take their time.
 *
 * <p>Nobody waits in it: steps that can't begin yet are kept, up to a limit. Safe for use by any
 * thread.
 */
public final class Sequence {
  private final int mostWaiting;
  private final Predicate<Runnable> gate;
  private final Consumer<Throwable> failed;

  // Guarded by this.
  private final Queue<Supplier<CompletionStage<?>>> waiting = new ArrayDeque<>(2);
  private boolean busy;
  private boolean closed;

  /**
   * @param mostWaiting steps that may wait besides the one under way
   * @param gate says whether the next step may begin; if not, it runs what it was given later
   * @param failed told what a step failed with; the next one follows all the same
   */
  public Sequence(int mostWaiting, Predicate<Runnable> gate, Consumer<Throwable> failed) {
    this.mostWaiting = mostWaiting;
    this.gate = gate;
    this.failed = failed;
  }

  /**
   * Takes a step; begins it now if it is its turn.
   *
   * @return false if too many wait
   */
  public boolean add(Supplier<CompletionStage<?>> step) {
    synchronized (this) {
      if (closed) {
        return true; // nobody will miss it
      }
      if (waiting.size() >= mostWaiting) {
        return false;
      }
      waiting.add(step);
      if (busy) {
        return true;
      }
      busy = true;
    }
    run();
    return true;
  }

  /** Forgets what waits; the step under way goes on. */
  public synchronized void close() {
    closed = true;
    waiting.clear();
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
   * Whether the end of the step will go on with the next one. If not, it has come meanwhile and the
   * caller goes on: a step that ends while it is looked at must not begin the next one within it.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // whatever it ends with is dealt with here
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
    Supplier<CompletionStage<?>> step = waiting.poll();
    busy = step != null;
    return step;
  }

  private static CompletableFuture<?> begin(Supplier<CompletionStage<?>> step) {
    try {
      return step.get().toCompletableFuture();
    } catch (RuntimeException thrown) {
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
