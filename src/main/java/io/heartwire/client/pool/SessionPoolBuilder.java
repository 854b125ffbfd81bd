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
public final class SessionPoolBuilder<S extends Borrowed> {
  private final BiFunction<SessionPoolBuilder<S>, ClientTime, Desk<?, S>> desk;
  private String name = "session pool";
  private PoolSettings settings = PoolSettings.DEFAULT;
  private PoolMetrics metrics = PoolMetrics.NONE;
  private @Nullable Executor executor;
  private @Nullable ClientTime time;

  private SessionPoolBuilder(BiFunction<SessionPoolBuilder<S>, ClientTime, Desk<?, S>> desk) {
    this.desk = desk;
  }

  /**
   * @param client makes a client that tells its end, in the given time
   */
  static <C extends HeartwireClient, S extends Borrowed> SessionPoolBuilder<S> of(
      BiFunction<Ending, ClientTime, C> client, Function<Lease<ClientConnection<C>>, S> session) {
    return new SessionPoolBuilder<>(
        (builder, time) ->
            new Desk<>(
                new Lender<>(
                    builder.name,
                    builder.settings,
                    new ClientOpener<>(ending -> client.apply(ending, time)),
                    time,
                    builder.metrics),
                session));
  }

  /** What the pool is called in messages. */
  public SessionPoolBuilder<S> name(String value) {
    name = value;
    return this;
  }

  /** {@link PoolSettings#DEFAULT} by default. */
  public SessionPoolBuilder<S> settings(PoolSettings value) {
    settings = value;
    return this;
  }

  /** Is told what happens. */
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

  /** The pool, which begins to open its minimum of sessions. */
  public SessionPool<S> build() {
    return new SessionPool<>(settings, executor, time, t -> desk.apply(this, t));
  }
}
