package io.heartwire.client.pool;

import io.heartwire.client.ConnectException;
import io.heartwire.client.Failure;
import io.heartwire.client.HeartwireClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes connected clients. Safe for use by any thread. */
final class ClientConnectionFactory<C extends HeartwireClient>
    implements ConnectionFactory<PooledClient<C>> {
  private final Function<ClientEndListener, C> maker;
  private final Set<C> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean isStopped;

  /**
   * @param maker makes a client with this listener
   */
  ClientConnectionFactory(Function<ClientEndListener, C> maker) {
    this.maker = maker;
  }

  @Override
  public CompletionStage<PooledClient<C>> open() {
    ClientEndListener endListener = new ClientEndListener();
    C client = maker.apply(endListener);
    CompletableFuture<PooledClient<C>> attempt = new CompletableFuture<>();
    underWay.add(client);
    if (isStopped) {
      client.close();
    }
    CompletionStage<@Nullable Void> connecting = client.connect();
    connecting.whenComplete(
        (connected, failure) -> {
          if (failure == null) {
            attempt.complete(new PooledClient<>(client, endListener));
          } else {
            attempt.completeExceptionally(openException(failure));
          }
        });
    endListener.end().thenAccept(failure -> fail(attempt, failure));
    CompletionStage<PooledClient<C>> opening = attempt;
    return opening
        .whenComplete((connection, failure) -> underWay.remove(client))
        .exceptionallyCompose(failure -> closeAndFail(client, failure));
  }

  @Override
  public boolean isFinal(Throwable failure) {
    return failure instanceof OpenException known && known.failure().isFinal();
  }

  @Override
  public @Nullable Duration advice(Throwable failure) {
    return failure instanceof OpenException known ? known.failure().advice() : null;
  }

  @Override
  public void stop() {
    isStopped = true;
    underWay.forEach(HeartwireClient::close);
  }

  private static void fail(CompletableFuture<?> attempt, @Nullable Failure failure) {
    if (failure != null) {
      attempt.completeExceptionally(new OpenException(failure));
    }
  }

  /** Closes the client; fails once it is closed. */
  private static <T> CompletionStage<T> closeAndFail(HeartwireClient client, Throwable failure) {
    client.close();
    return client.closed().thenCompose(gone -> CompletableFuture.failedStage(failure));
  }

  private static Throwable openException(Throwable thrown) {
    return thrown instanceof ConnectException known ? new OpenException(known.failure()) : thrown;
  }
}
