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
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ready sessions to borrow, as a JDBC pool has connections.
 *
 * <pre>{@code
 * try (Session session = pool.borrow()) {
 *   session.publish("orders:42", "{\"state\":\"paid\"}").join();
 * }
 * }</pre>
 *
 * <p>A session belongs to one borrower at a time; borrowers are served in the order in which they
 * asked. The pool opens sessions when they are missing and closes them when they are idle, old or
 * broken, as {@link PoolSettings} say. Safe for use by any thread, virtual ones too; it needs no
 * thread of its own.
 *
 * @param <S> what is borrowed: {@link Session} or {@link RawSession}
 */
public final class SessionPool<S extends BorrowedSession<?>> implements AutoCloseable {

  /** A lease manager, and what makes of its leases the sessions that applications see. */
  record Leases<L extends Poolable, S extends BorrowedSession<?>>(
      LeaseManager<L> manager, Function<Lease<L>, S> session) {}

  private final SharedRuntime runtime;
  private final Executor executor;
  private final Leases<?, S> leases;
  private final PoolMaintenance maintenance;

  SessionPool(
      PoolSettings settings,
      @Nullable Executor executor,
      @Nullable ClientTime time,
      Function<ClientTime, Leases<?, S>> leases) {
    this.runtime = SharedRuntime.take();
    this.executor = executor == null ? runtime.executor() : executor;
    ClientTime clock = time == null ? runtime.time() : time;
    this.leases = leases.apply(clock);
    this.maintenance = new PoolMaintenance(settings, clock, this.leases.manager()::maintain);
    this.leases.manager().serveWaiters();
    maintenance.begin();
  }

  /**
   * A pool of Centrifuge sessions.
   *
   * @param clients makes the builder of one client, with address, tokens and other settings; the
   *     pool sets its backoff and its policy for requests
   */
  public static SessionPoolBuilder<Session> centrifuge(Supplier<CentrifugeClient.Builder> clients) {
    return SessionPoolBuilder.of(
        (listener, time) -> listener.addTo(clients.get(), time).build(), Session::new);
  }

  /** A pool of sessions of plain WebSocket. */
  public static SessionPoolBuilder<RawSession> raw(Supplier<RawClient.Builder> clients) {
    return SessionPoolBuilder.of(
        (listener, time) -> listener.addTo(clients.get(), time).build(), RawSession::new);
  }

  /**
   * Borrows a session until it is closed; waits for one up to the borrow timeout.
   *
   * @throws BorrowTimeoutException if none has become free
   * @throws PoolException if none can be opened, the pool is closed, too many wait already, or the
   *     thread is interrupted
   */
  public S borrow() {
    CompletableFuture<S> borrowing = borrow(leases, Runnable::run);
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
   * The same without waiting. The future completes on the pool's executor; cancel it to leave the
   * queue.
   */
  public CompletableFuture<S> borrowAsync() {
    return borrow(leases, executor);
  }

  /** The pool's numbers at this moment. */
  public PoolStats stats() {
    return leases.manager().stats();
  }

  /** The sessions in use and their borrowers, the one held longest first. */
  public List<Loan> loans() {
    return leases.manager().loans();
  }

  /**
   * Closes idle sessions at once, and those in use when they are given back or after the close
   * grace of the settings. Waits until all are closed.
   */
  @Override
  public void close() {
    closeAsync().join();
  }

  /** The same without waiting. */
  public CompletableFuture<Void> closeAsync() {
    maintenance.stop();
    return leases.manager().close().thenRun(runtime::close);
  }

  private static <L extends Poolable, S extends BorrowedSession<?>> CompletableFuture<S> borrow(
      Leases<L, S> leases, Executor executor) {
    CompletableFuture<Lease<L>> borrowing = leases.manager().borrow();
    CompletableFuture<S> result = new CompletableFuture<>();
    CompletionStage<Lease<L>> lent = borrowing;
    lent.whenComplete(
        (lease, failure) -> {
          if (failure != null) {
            execute(executor, result, () -> result.completeExceptionally(failure));
          } else if (!execute(executor, result, () -> handOver(lease, leases, result))) {
            lease.giveBack();
          }
        });
    CompletionStage<S> handed = result;
    handed.whenComplete(
        (session, failure) -> {
          if (result.isCancelled()) {
            borrowing.cancel(false);
          }
        });
    return result;
  }

  private static <L extends Poolable, S extends BorrowedSession<?>> void handOver(
      Lease<L> lease, Leases<L, S> leases, CompletableFuture<S> result) {
    if (!result.complete(leases.session().apply(lease))) {
      lease.giveBack();
    }
  }

  /** False if the executor refuses the step; the result has failed then. */
  private static boolean execute(Executor executor, CompletableFuture<?> result, Runnable step) {
    try {
      executor.execute(step);
      return true;
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(
          new PoolException("the executor that completes borrowAsync refused to do so", full));
      return false;
    }
  }
}
