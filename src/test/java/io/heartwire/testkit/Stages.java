package io.heartwire.testkit;

import io.heartwire.hook.Hooks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What stages have become. */
public final class Stages {
  private static final int PATIENCE_SECONDS = 20;

  private Stages() {}

  /** The value of a stage that must be complete by now. */
  public static <T> T now(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (!future.isDone()) {
      throw new AssertionError("the stage is not complete yet");
    }
    return future.join();
  }

  /** What a stage has failed with, by now. */
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

  /** Waits until the stage has become something, where other threads have to make it so. */
  public static void awaitEnd(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      return; // that is an end, too
    } catch (TimeoutException | InterruptedException stuck) {
      throw new AssertionError("the stage does not complete", stuck);
    }
  }
}
