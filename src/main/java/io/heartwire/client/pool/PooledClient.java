package io.heartwire.client.pool;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.ClientState;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.OutcomeUnknownException;
import io.heartwire.client.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A client as a connection of a pool. Safe for use by any thread. */
final class PooledClient<C extends HeartwireClient> implements Poolable {
  private final C client;
  private final ClientEndListener endListener;

  PooledClient(C client, ClientEndListener endListener) {
    this.client = client;
    this.endListener = endListener;
  }

  C client() {
    return client;
  }

  @Override
  public boolean isOpen() {
    return client.state() == ClientState.CONNECTED;
  }

  @Override
  public boolean isClean() {
    return !(client instanceof CentrifugeClient centrifuge) || centrifuge.subscriptions().isEmpty();
  }

  /** After other failures it still works: they are answers, or the request was not sent. */
  @Override
  public boolean isBrokenBy(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof OutcomeUnknownException;
  }

  /** Ends the subscriptions; the answer to a ping shows that the server has ended them, too. */
  @Override
  public CompletionStage<?> reset() {
    if (client instanceof CentrifugeClient centrifuge && !centrifuge.subscriptions().isEmpty()) {
      centrifuge.subscriptions().forEach(Subscription::unsubscribe);
      return client.ping();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> ping() {
    return client.ping();
  }

  @Override
  public CompletionStage<?> close() {
    client.close();
    return client.closed();
  }

  @Override
  public void onClosed(Runnable task) {
    endListener.end().thenRun(task);
  }
}
