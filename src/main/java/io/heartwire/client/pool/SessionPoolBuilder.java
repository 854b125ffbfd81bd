package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import io.heartwire.client.HeartwireClient;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link SessionPool}. For one thread.
 *
 * @param <S> what will be borrowed
 */
public final class SessionPoolBuilder<S extends BorrowedSession<?>> {
  private final BiFunction<SessionPoolBuilder<S>, ClientTime, SessionPool.Leases<?, S>> leases;
  private String name = "session pool";
  private PoolSettings settings = PoolSettings.DEFAULT;
  private PoolMetrics metrics = PoolMetrics.NONE;
  private @Nullable Executor executor;
  private @Nullable ClientTime time;

  private SessionPoolBuilder(
      BiFunction<SessionPoolBuilder<S>, ClientTime, SessionPool.Leases<?, S>> leases) {
    this.leases = leases;
  }

  /**
   * @param client makes a client with this listener and clock
   */
  static <C extends HeartwireClient, S extends BorrowedSession<?>> SessionPoolBuilder<S> of(
      BiFunction<ClientEndListener, ClientTime, C> client,
      Function<Lease<PooledClient<C>>, S> session) {
    return new SessionPoolBuilder<>(
        (builder, time) ->
            new SessionPool.Leases<>(
                new LeaseManager<>(
                    builder.name,
                    builder.settings,
                    new ClientConnectionFactory<>(listener -> client.apply(listener, time)),
                    time,
                    builder.metrics),
                session));
  }

  /** The pool's name in messages. */
  public SessionPoolBuilder<S> name(String value) {
    name = value;
    return this;
  }

  /** {@link PoolSettings#DEFAULT} by default. */
  public SessionPoolBuilder<S> settings(PoolSettings value) {
    settings = value;
    return this;
  }

  /** Hears what happens in the pool. */
  public SessionPoolBuilder<S> metrics(PoolMetrics listener) {
    metrics = listener;
    return this;
  }

  /** Where {@code borrowAsync} completes; by default threads that all clients share. */
  public SessionPoolBuilder<S> executor(Executor value) {
    executor = value;
    return this;
  }

  /** For tests: the time of the pool and of its clients. */
  public SessionPoolBuilder<S> time(ClientTime value) {
    time = value;
    return this;
  }

  /** Makes the pool, which begins to open its minimum of sessions. */
  public SessionPool<S> build() {
    return new SessionPool<>(settings, executor, time, t -> leases.apply(this, t));
  }
}
