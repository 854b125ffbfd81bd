package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Presence;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.SharedCounts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Presence, cluster and counts until the client of Redis is loaded, which happens off the start
 * path, and from then on those of Redis. Safe for use by any thread; nothing blocks.
 */
final class LateMembership implements Presence, Cluster, SharedCounts {
  private final Node node;
  private volatile @Nullable RedisPresence presence;
  private volatile @Nullable RedisCluster cluster;
  private volatile @Nullable LeasedCounts counts;
  private @Nullable ControlListener listener; // guarded by this

  LateMembership(Node node) {
    this.node = node;
  }

  /** From now on it is these. */
  synchronized void use(
      RedisPresence madePresence, RedisCluster madeCluster, LeasedCounts madeCounts) {
    counts = madeCounts;
    presence = madePresence;
    cluster = madeCluster;
    if (listener != null) {
      madeCluster.start(listener);
    }
  }

  @Override
  public synchronized void start(ControlListener first) {
    if (listener != null) {
      throw new IllegalStateException("the cluster has been started already");
    }
    listener = first;
    RedisCluster made = cluster;
    if (made != null) {
      made.start(first);
    }
  }

  @Override
  public List<NodeInfo> nodes() {
    RedisCluster made = cluster;
    return made == null ? List.of(node.info(Payload.EMPTY)) : made.nodes();
  }

  @Override
  public int size() {
    RedisCluster made = cluster;
    return made == null ? 1 : made.size();
  }

  @Override
  public CompletionStage<List<NodeAnswer>> send(Control command) {
    RedisCluster made = cluster;
    return made == null ? tooEarly() : made.send(command);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public CompletionStage<Others> exchange(boolean anew, List<Count> told) {
    LeasedCounts made = counts;
    return made == null ? tooEarly() : made.exchange(anew, told);
  }

  @Override
  public CompletionStage<@Nullable Void> addPresence(
      String channel, ClientInfo client, Duration ttl, boolean announced) {
    RedisPresence made = presence;
    if (made == null) {
      return LateMembership.<@Nullable Void>tooEarly();
    }
    return made.addPresence(channel, client, ttl, announced);
  }

  @Override
  public CompletionStage<@Nullable Void> removePresence(String channel, String clientId) {
    RedisPresence made = presence;
    if (made == null) {
      return LateMembership.<@Nullable Void>tooEarly();
    }
    return made.removePresence(channel, clientId);
  }

  @Override
  public CompletionStage<List<ClientInfo>> presence(String channel) {
    RedisPresence made = presence;
    return made == null ? tooEarly() : made.presence(channel);
  }

  @Override
  public CompletionStage<PresenceStats> presenceStats(String channel) {
    RedisPresence made = presence;
    return made == null ? tooEarly() : made.presenceStats(channel);
  }

  private static <T extends @Nullable Object> CompletionStage<T> tooEarly() {
    return CompletableFuture.failedStage(
        new BrokerException(
            BrokerException.Kind.UNAVAILABLE,
            "the client of Redis is being loaded: try again in a second"));
  }
}
