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

/** Connects clients. Safe for use by any thread. */
final class ClientOpener<C extends HeartwireClient> implements Opener<ClientConnection<C>> {
  private final Function<Ending, C> maker;
  private final Set<C> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean isStopped;

  /**
   * @param maker makes a client that tells its end
   */
  ClientOpener(Function<Ending, C> maker) {
    this.maker = maker;
  }

  @Override
  public CompletionStage<ClientConnection<C>> open() {
    Ending ending = new Ending();
    C client = maker.apply(ending);
    CompletableFuture<ClientConnection<C>> attempt = new CompletableFuture<>();
    underWay.add(client);
    if (isStopped) {
      client.close();
    }
    client
        .connect()
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                attempt.complete(new ClientConnection<>(client, ending));
              } else {
                attempt.completeExceptionally(known(failure));
              }
            });
    ending.stage().thenAccept(failure -> fail(attempt, failure));
    CompletionStage<ClientConnection<C>> opening = attempt;
    return opening
        .whenComplete((connection, failure) -> underWay.remove(client))
        .exceptionallyCompose(failure -> endOf(client, failure));
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

  /** Fails once nothing is left of the client. */
  private static <T> CompletionStage<T> endOf(HeartwireClient client, Throwable failure) {
    client.close();
    return client.closed().thenCompose(gone -> CompletableFuture.failedStage(failure));
  }

  private static Throwable known(Throwable thrown) {
    if (thrown instanceof ConnectException given) {
      return new OpenException(given.failure());
    }
    return thrown;
  }
}
