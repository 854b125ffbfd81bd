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
    CompletableFuture<Void> connected = client.connect().toCompletableFuture();
    ending
        .future()
        .thenAccept(
            failure -> {
              if (failure != null) {
                connected.completeExceptionally(new OpenException(failure));
              }
            });
    underWay.add(client);
    if (isStopped) {
      client.close();
    }
    CompletableFuture<ClientConnection<C>> opened = new CompletableFuture<>();
    connected.whenComplete(
        (nothing, failure) -> {
          underWay.remove(client);
          if (failure == null) {
            opened.complete(new ClientConnection<>(client, ending));
          } else {
            client.close();
            client
                .closed()
                .whenComplete((gone, never) -> opened.completeExceptionally(known(failure)));
          }
        });
    return opened;
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

  private static Throwable known(Throwable thrown) {
    if (thrown instanceof ConnectException given) {
      Failure failure = given.failure();
      return new OpenException(failure);
    }
    return thrown;
  }
}
