package io.heartwire.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.hub.Client;
import io.heartwire.testkit.ScriptedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client that keeps what is done to it. */
final class FakeClient implements Client {
  final Connection connection;
  final ScriptedTransport wire;
  final String id;
  final List<String> done = new ArrayList<>();
  final List<SubscribeRequest> requests = new ArrayList<>();
  final List<SubscribeGrant> grants = new ArrayList<>();
  final List<Duration> ttls = new ArrayList<>();
  @Nullable RuntimeException refusal;

  private final ClientInfo info;

  FakeClient(String user, Connection connection, ScriptedTransport wire) {
    this.wire = wire;
    this.connection = connection;
    this.id = connection.id().toString();
    this.info = new ClientInfo(user, id);
  }

  @Override
  public java.util.Set<ChannelName> channels() {
    return java.util.Set.of();
  }

  @Override
  public ClientInfo info() {
    return info;
  }

  @Override
  public Payload meta() {
    return Payload.EMPTY;
  }

  @Override
  public CompletionStage<@Nullable Void> subscribe(
      ChannelName channel, SubscribeRequest request, SubscribeGrant grant) {
    if (refusal != null) {
      return CompletableFuture.failedStage(refusal);
    }
    done.add("subscribe " + channel);
    requests.add(request);
    grants.add(grant);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void unsubscribe(ChannelName channel) {
    done.add("unsubscribe " + channel);
  }

  @Override
  public void disconnect(CloseReason reason) {
    connection.close(reason);
  }

  @Override
  public void refresh(@Nullable Duration ttl, Payload info) {
    done.add(info.isEmpty() ? "refresh" : "refresh " + new String(info.shared(), UTF_8));
    ttls.add(ttl);
  }
}
