package io.heartwire.client.pool;

import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.ClientInfo;
import io.heartwire.client.HistoryPage;
import io.heartwire.client.HistoryRequest;
import io.heartwire.client.PresenceStats;
import io.heartwire.client.Subscription;
import io.heartwire.client.SubscriptionListener;
import io.heartwire.client.SubscriptionOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A borrowed session of the Centrifuge protocol: what a {@link CentrifugeClient} can do. */
public final class Session extends BorrowedSession<CentrifugeClient> {

  Session(Lease<PooledClient<CentrifugeClient>> lease) {
    super(lease);
  }

  /** See {@link CentrifugeClient#publish}. */
  public CompletableFuture<@Nullable Void> publish(String channel, String json) {
    return this.<@Nullable Void>request(client -> client.publish(channel, json));
  }

  /** See {@link CentrifugeClient#rpc}. */
  public CompletableFuture<String> rpc(String method, String json) {
    return request(client -> client.rpc(method, json));
  }

  /** See {@link CentrifugeClient#history}. */
  public CompletableFuture<HistoryPage> history(String channel, HistoryRequest request) {
    return request(client -> client.history(channel, request));
  }

  /** See {@link CentrifugeClient#presence}. */
  public CompletableFuture<Map<String, ClientInfo>> presence(String channel) {
    return request(client -> client.presence(channel));
  }

  /** See {@link CentrifugeClient#presenceStats}. */
  public CompletableFuture<PresenceStats> presenceStats(String channel) {
    return request(client -> client.presenceStats(channel));
  }

  /** The same with {@link SubscriptionOptions#PLAIN}. */
  public Subscription subscribe(String channel, SubscriptionListener listener) {
    return subscribe(channel, SubscriptionOptions.PLAIN, listener);
  }

  /** See {@link CentrifugeClient#subscribe}; ends at the latest when the session is given back. */
  public Subscription subscribe(
      String channel, SubscriptionOptions options, SubscriptionListener listener) {
    return call(client -> client.subscribe(channel, options, listener));
  }
}
