package io.heartwire.hub;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.CloseReason;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the server can do to a user's clients and tokens, on all nodes. {@link Clients} does it on
 * this node alone. Safe for use by any thread; nothing blocks.
 *
 * <p>Each stage completes within a few seconds with one answer per node. That a user has no client
 * on a node is a success. A stage fails with {@link BrokerException} if the nodes' engine cannot be
 * reached: then this node has done it, of the others nobody knows, and the same may be tried again.
 */
@Singleton
public class Operations {
  private final Cluster cluster;
  private final TimeSource time;

  @Inject
  @Internal
  public Operations(Cluster cluster, TimeSource time) {
    this.cluster = cluster;
    this.time = time;
  }

  /** Closes a user's connections, whatever they speak. */
  public CompletionStage<List<NodeAnswer>> disconnect(String user, CloseReason reason) {
    return send(new Operation.Disconnect(allOf(user), List.of(), reason));
  }

  /** Subscribes a user's clients; fails on nodes where one of them can't be subscribed. */
  public CompletionStage<List<NodeAnswer>> subscribe(
      String user, ChannelName channel, SubscribeGrant grant) {
    return send(new Operation.Subscribe(allOf(user), channel, null, grant));
  }

  /** Ends the subscriptions of a user's clients. */
  public CompletionStage<List<NodeAnswer>> unsubscribe(String user, ChannelName channel) {
    return send(new Operation.Unsubscribe(allOf(user), channel));
  }

  /**
   * Puts the end of a user's connections off, whatever they speak.
   *
   * @param ttl from now; null = they last as long as they like
   * @param info what others see of those that speak a channel protocol; empty = as before
   */
  public CompletionStage<List<NodeAnswer>> refresh(
      String user, @Nullable Duration ttl, Payload info) {
    return send(new Operation.Refresh(allOf(user), ttl, info));
  }

  /**
   * Withdraws one token: it opens nothing any more, and connections that came with it are closed.
   *
   * @param id its claim {@code jti}
   * @param until when this may be forgotten, best when the token would have ended; null = nodes
   *     remember it until they end, and nodes that start later are told for 365 days
   */
  public CompletionStage<List<NodeAnswer>> revokeToken(String id, @Nullable Instant until) {
    return send(new Operation.RevokeToken(required("token id", id), until));
  }

  /**
   * Withdraws the tokens of a user that were issued before a moment, or don't say when.
   *
   * @param until as above
   */
  public CompletionStage<List<NodeAnswer>> invalidateTokens(
      String user, Instant issuedBefore, @Nullable Instant until) {
    return send(new Operation.InvalidateTokens(required("user", user), issuedBefore, until));
  }

  /** Has the operation done on all nodes. */
  @Internal
  public CompletionStage<List<NodeAnswer>> send(Operation operation) {
    return cluster.send(OperationCodec.write(operation, time.wallClock()));
  }

  private static ClientTarget allOf(String user) {
    return ClientTarget.of(required("user", user));
  }

  private static String required(String what, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    return value;
  }
}
