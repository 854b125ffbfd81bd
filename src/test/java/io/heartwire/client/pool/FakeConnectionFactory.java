package io.heartwire.client.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Opens fake connections: at once, on demand, or not at all. Safe for use by any thread. */
final class FakeConnectionFactory implements ConnectionFactory<FakeConnection> {

  /** The next attempt would fail, too. */
  static final class FinalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FinalException(String message) {
      super(message);
    }
  }

  private final List<FakeConnection> opened = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<FakeConnection>> pending = new CopyOnWriteArrayList<>();
  private volatile boolean isSlow;
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable Error error;
  private volatile @Nullable Duration advice;
  private volatile boolean isStopped;
  private volatile int attempts;

  /** From now on attempts wait for {@link #finish}. */
  void openSlowly() {
    isSlow = true;
  }

  /** Ends the attempts that wait. */
  void finish() {
    List<CompletableFuture<FakeConnection>> now = List.copyOf(pending);
    pending.removeAll(now);
    now.forEach(this::finish);
  }

  /** From now on attempts fail; with null they succeed again. */
  void fail(@Nullable RuntimeException why) {
    failure = why;
  }

  /** From now on attempts do not even begin; with null they do again. */
  void breakWith(@Nullable Error why) {
    error = why;
  }

  /** Failures come with the advice to come back after so long. */
  void advise(Duration later) {
    advice = later;
  }

  boolean isStopped() {
    return isStopped;
  }

  int attempts() {
    return attempts;
  }

  List<FakeConnection> opened() {
    return List.copyOf(opened);
  }

  FakeConnection opened(int index) {
    return opened.get(index);
  }

  long stillOpen() {
    return opened.stream().filter(FakeConnection::isOpen).count();
  }

  @Override
  public synchronized CompletionStage<FakeConnection> open() {
    attempts++;
    Error broken = error;
    if (broken != null) {
      throw broken;
    }
    CompletableFuture<FakeConnection> attempt = new CompletableFuture<>();
    if (isSlow) {
      pending.add(attempt);
    } else {
      finish(attempt);
    }
    return attempt;
  }

  @Override
  public boolean isFinal(Throwable cause) {
    return cause instanceof FinalException;
  }

  @Override
  public @Nullable Duration advice(Throwable cause) {
    return advice;
  }

  @Override
  public void stop() {
    isStopped = true;
  }

  private void finish(CompletableFuture<FakeConnection> attempt) {
    RuntimeException why = failure;
    if (why == null) {
      FakeConnection connection = new FakeConnection();
      opened.add(connection);
      attempt.complete(connection);
    } else {
      attempt.completeExceptionally(why);
    }
  }
}
