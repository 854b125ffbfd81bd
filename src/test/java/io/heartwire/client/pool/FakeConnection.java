package io.heartwire.client.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** A connection that does what the test says, and counts. Safe for use by any thread. */
final class FakeConnection implements Poolable {
  private final List<Runnable> onClosed = new ArrayList<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private boolean isOpen = true;
  private boolean isClean = true;
  private boolean answersPings = true;
  private boolean closesSlowly;
  private CompletableFuture<Void> resetting = CompletableFuture.completedFuture(null);
  private int pings;
  private int resets;

  /** The connection breaks. */
  void breakDown() {
    end();
    gone.complete(null);
  }

  synchronized void answerPings(boolean answers) {
    answersPings = answers;
  }

  /** Its borrower has left something on it, whose removal ends when the future completes. */
  synchronized void leaveBehind(CompletableFuture<Void> untilReset) {
    isClean = false;
    resetting = untilReset;
  }

  /** From now on closing lasts until {@link #endClosing}. */
  synchronized void closeSlowly() {
    closesSlowly = true;
  }

  void endClosing() {
    gone.complete(null);
  }

  synchronized int pings() {
    return pings;
  }

  synchronized int resets() {
    return resets;
  }

  @Override
  public synchronized boolean isOpen() {
    return isOpen;
  }

  @Override
  public synchronized boolean isClean() {
    return isClean;
  }

  @Override
  public boolean isBrokenBy(Throwable failure) {
    return failure instanceof TimeoutException;
  }

  @Override
  public synchronized CompletionStage<?> reset() {
    resets++;
    return resetting.thenRun(this::clean);
  }

  private synchronized void clean() {
    isClean = true;
  }

  @Override
  public synchronized CompletionStage<?> ping() {
    pings++;
    return answersPings ? CompletableFuture.completedFuture(null) : new CompletableFuture<Void>();
  }

  @Override
  public CompletionStage<?> close() {
    end();
    if (!isSlow()) {
      gone.complete(null);
    }
    return gone;
  }

  @Override
  public void onClosed(Runnable task) {
    synchronized (this) {
      if (isOpen) {
        onClosed.add(task);
        return;
      }
    }
    task.run();
  }

  private synchronized boolean isSlow() {
    return closesSlowly;
  }

  private void end() {
    List<Runnable> tasks;
    synchronized (this) {
      isOpen = false;
      tasks = List.copyOf(onClosed);
      onClosed.clear();
    }
    tasks.forEach(Runnable::run);
  }
}
