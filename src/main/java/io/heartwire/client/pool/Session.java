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
import java.util.concurrent.CompletionStage;

/**
 * A borrowed session of the Centrifuge protocol: what a {@link CentrifugeClient} can do, until it
 * is given back by {@link #close}.
 *
 * <p>Safe for use by any thread. After {@code close} every method, {@code close} included, throws
 * {@link IllegalStateException}. A connection that breaks is not replaced under a borrower: its
 * requests fail, and the next session is another.
 */
public final class Session implements Borrowed {
  private final Lease<ClientConnection<CentrifugeClient>> lease;

  Session(Lease<ClientConnection<CentrifugeClient>> lease) {
    this.lease = lease;
  }

  /** See {@link CentrifugeClient#publish}. */
  public CompletionStage<Void> publish(String channel, String json) {
    return lease.request(connection -> connection.client().publish(channel, json));
  }

  /** See {@link CentrifugeClient#rpc}. */
  public CompletionStage<String> rpc(String method, String json) {
    return lease.request(connection -> connection.client().rpc(method, json));
  }

  /** See {@link CentrifugeClient#history}. */
  public CompletionStage<HistoryPage> history(String channel, HistoryRequest request) {
    return lease.request(connection -> connection.client().history(channel, request));
  }

  /** See {@link CentrifugeClient#presence}. */
  public CompletionStage<Map<String, ClientInfo>> presence(String channel) {
    return lease.request(connection -> connection.client().presence(channel));
  }

  /** See {@link CentrifugeClient#presenceStats}. */
  public CompletionStage<PresenceStats> presenceStats(String channel) {
    return lease.request(connection -> connection.client().presenceStats(channel));
  }

  /** See {@link CentrifugeClient#subscribe}; ends at the latest when the session is given back. */
  public Subscription subscribe(
      String channel, SubscriptionOptions options, SubscriptionListener listener) {
    return lease.call(connection -> connection.client().subscribe(channel, options, listener));
  }

  @Override
  public void close() {
    lease.giveBack();
  }

  /** With its number in the pool. */
  @Override
  public String toString() {
    return lease.pooled().toString();
  }
}
