package io.heartwire.client.pool;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.ClientTime;
import io.heartwire.client.RawClient;
import io.heartwire.client.SharedRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ready sessions to borrow, as a JDBC pool has connections.
 *
 * <pre>{@code
 * try (Session session = pool.borrow()) {
 *   session.publish("orders:42", "{\"state\":\"paid\"}").toCompletableFuture().join();
 * }
 * }</pre>
 *
 * <p>A session belongs to one borrower at a time; who waits for one is served in the order of
 * asking. Sessions are opened when they are missing and closed when they are idle, old or broken,
 * as {@link PoolSettings} say. Safe for use by any thread, virtual ones too; needs no thread of its
 * own.
 *
 * @param <S> what is borrowed: {@link Session} or {@link RawSession}
 */
public final class SessionPool<S extends Borrowed> implements AutoCloseable {
  private final SharedRuntime runtime;
  private final Executor executor;
  private final Desk<?, S> desk;
  private final Upkeep upkeep;

  SessionPool(
      PoolSettings settings,
      @Nullable Executor executor,
      @Nullable ClientTime time,
      Function<ClientTime, Desk<?, S>> desk) {
    this.runtime = SharedRuntime.take();
    this.executor = executor == null ? runtime.executor() : executor;
    ClientTime clock = time == null ? runtime.time() : time;
    this.desk = desk.apply(clock);
    this.upkeep = new Upkeep(settings, clock, this.desk.lender()::upkeep);
    this.desk.lender().settle();
    upkeep.begin();
  }

  /**
   * A pool of Centrifuge sessions.
   *
   * @param clients makes the builder of one client, with address, tokens and whatever else; its
   *     backoff and its policy for requests are the pool's business
   */
  public static SessionPoolBuilder<Session> centrifuge(Supplier<CentrifugeClient.Builder> clients) {
    return SessionPoolBuilder.of(
        (ending, time) -> ending.of(clients.get(), time).build(), Session::new);
  }

  /** The same without a protocol. */
  public static SessionPoolBuilder<RawSession> raw(Supplier<RawClient.Builder> clients) {
    return SessionPoolBuilder.of(
        (ending, time) -> ending.of(clients.get(), time).build(), RawSession::new);
  }

  /**
   * A session of one's own until it is closed; waits up to the borrow timeout.
   *
   * @throws BorrowTimeoutException if none has become free
   * @throws PoolException if none can be opened, the pool is closed, too many wait already, or the
   *     thread is interrupted
   */
  public S borrow() {
    CompletableFuture<S> borrowing = desk.borrow(Runnable::run);
    try {
      return borrowing.get();
    } catch (InterruptedException interrupted) {
      if (!borrowing.cancel(false) && !borrowing.isCompletedExceptionally()) {
        borrowing.join().close(); // it came in the same moment
      }
      Thread.currentThread().interrupt();
      throw new PoolException("interrupted while waiting for a session", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof PoolException known) {
        known.fillInStackTrace(); // show the borrower, not the timer
        throw known;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /**
   * The same without waiting. The stage completes on the pool's executor; cancel it to leave the
   * queue.
   */
  public CompletableFuture<S> borrowAsync() {
    return desk.borrow(executor);
  }

  public PoolFigures figures() {
    return desk.lender().figures();
  }

  /** Who has a session now, the longest first. */
  public List<Loan> loans() {
    return desk.lender().loans();
  }

  /**
   * Closes idle sessions at once, those in use when they come back or after the grace of the
   * settings, and waits for that.
   */
  @Override
  public void close() {
    closeAsync().toCompletableFuture().join();
  }

  /** The same without waiting. */
  public CompletionStage<Void> closeAsync() {
    upkeep.stop();
    return desk.lender().close().thenRun(runtime::close);
  }
}
