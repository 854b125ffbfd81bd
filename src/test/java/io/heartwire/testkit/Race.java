package io.heartwire.testkit;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs steps concurrently, each on its own thread, started at the same moment. */
public final class Race {
  private static final int PATIENCE_SECONDS = 120;

  /** One step of a race. An exception fails the test. */
  public interface Step {
    void run() throws Exception;
  }

  /** One step of many equal ones. */
  public interface NumberedStep {
    void run(int number) throws Exception;
  }

  private Race() {}

  public static void among(int contenders, NumberedStep step) {
    Step[] steps = new Step[contenders];
    for (int i = 0; i < contenders; i++) {
      int number = i;
      steps[i] = () -> step.run(number);
    }
    between(steps);
  }

  public static void between(Step... steps) {
    CyclicBarrier start = new CyclicBarrier(steps.length);
    ExecutorService pool = Executors.newFixedThreadPool(steps.length);
    ExecutorCompletionService<Void> threads = new ExecutorCompletionService<>(pool);
    try {
      for (Step step : steps) {
        Future<Void> unused = threads.submit(() -> runAfter(start, step));
      }
      for (int i = 0; i < steps.length; i++) {
        Future<Void> first = threads.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (first == null) {
          throw new AssertionError("the race does not end");
        }
        first.get();
      }
    } catch (ExecutionException failed) {
      throw new AssertionError("a contender failed", failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Runs two steps against each other in many rounds, on two threads that start each round within
   * nanoseconds. For race windows that are too small for threads that must wake up first.
   *
   * @param arena creates the object of one round
   * @param verdict checks the object after both steps
   */
  public static <S> void duel(
      int rounds, Supplier<S> arena, Consumer<S> one, Consumer<S> other, Consumer<S> verdict) {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    AtomicReference<S> present = new AtomicReference<>();
    between(
        () -> {
          for (int round = 1; round <= rounds; round++) {
            S subject = arena.get();
            present.set(subject);
            begun.set(round);
            dawdle(round % 64);
            one.accept(subject);
            awaitRound(done, round);
            verdict.accept(subject);
          }
        },
        () -> {
          for (int round = 1; round <= rounds; round++) {
            awaitRound(begun, round);
            other.accept(present.get());
            done.set(round);
          }
        });
  }

  /** Varies which of the two steps is first. */
  private static void dawdle(int spins) {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }

  private static void awaitRound(AtomicInteger counter, int round) throws InterruptedException {
    for (int spins = 1; counter.get() != round; spins++) {
      Thread.onSpinWait();
      if (spins % 10_000 == 0) {
        Thread.yield();
        if (Thread.interrupted()) {
          throw new InterruptedException(); // the other one has failed
        }
      }
    }
  }

  private static Void runAfter(CyclicBarrier start, Step step) throws Exception {
    try {
      start.await();
    } catch (BrokenBarrierException impossible) {
      throw new AssertionError(impossible);
    }
    step.run();
    return null;
  }
}
