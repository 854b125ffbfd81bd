package io.heartwire.testkit;

import io.heartwire.hook.Hooks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the results of completion stages. */
public final class Stages {
  private static final int PATIENCE_SECONDS = 20;

  private Stages() {}

  /** Returns the value of a stage that must be complete by now. */
  public static <T> T now(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (!future.isDone()) {
      throw new AssertionError("the stage is not complete yet");
    }
    return future.join();
  }

  /** Returns the failure of a stage that must have failed by now. */
  public static Throwable failureOf(CompletionStage<?> stage) {
    try {
      Object value = now(stage);
      throw new AssertionError("the stage did not fail: " + value);
    } catch (CompletionException failed) {
      return Hooks.causeOf(failed);
    }
  }

  public static boolean isDone(CompletionStage<?> stage) {
    return stage.toCompletableFuture().isDone();
  }

  /** Waits until other threads have completed the stage, with a value or a failure. */
  public static void awaitEnd(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      return; // it has completed
    } catch (TimeoutException | InterruptedException stuck) {
      throw new AssertionError("the stage does not complete", stuck);
    }
  }
}
