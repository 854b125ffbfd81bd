package io.heartwire.protocol.stomp;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelCaller;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.hub.Client;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ClientDisconnected;
import io.heartwire.hub.Identity;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connected client: its identity, its subscriptions, its transactions and its heart-beats. Safe
 * for use by any thread.
 */
final class StompSession implements Client {
  private final Connection connection;
  private final Identity identity;
  private final boolean isLatest;
  private final StompServices services;
  private final StompSubscriptions subscriptions;
  private final Transactions transactions;
  private final HeartBeats heartBeats;
  private final Writes writes;
  private final Runnable overdue;
  private final long begunAt;
  private final AtomicBoolean announced = new AtomicBoolean();
  private final HeldTopics held = new HeldTopics();
  private final AtomicLong feeds = new AtomicLong();
  private volatile ChannelCaller caller;

  /**
   * @param overdue to be run when a transaction is open for too long
   */
  StompSession(
      Connection connection,
      Identity identity,
      boolean isLatest,
      HeartBeats heartBeats,
      WritableGate gate,
      Runnable overdue,
      StompServices services) {
    this.connection = connection;
    this.identity = identity;
    this.isLatest = isLatest;
    this.services = services;
    this.heartBeats = heartBeats;
    this.overdue = overdue;
    this.begunAt = services.time().nanos();
    this.subscriptions =
        new StompSubscriptions(connection, services.clientConfig().mostSubscriptions());
    this.transactions = new Transactions(services.config(), services.unfinished().of(connection));
    this.caller = callerOf(identity.infoOn(connection.id()));
    this.writes = new Writes(connection, gate, services.errors());
  }

  /** Takes part from now on, unless the connection has ended. */
  void begin() {
    services.clients().add(connection.id(), this);
    services.sessions().add(this);
    services.expiry().limit(connection, identity.ttl(), identity.token());
    services.events().fire(info().client(), new ClientConnected(info()));
    announced.set(true);
    if (subscriptions.isClosed()) {
      leave(); // close() ran before this
    }
  }

  /**
   * The connection has ended.
   *
   * @param why how, without a word; empty = in order
   */
  void close(String why) {
    writes.close();
    subscriptions.close(why);
    transactions.close();
    services.expiry().forget(connection);
    leave();
  }

  private void leave() {
    services.clients().remove(connection.id());
    services.sessions().remove(this);
    if (announced.compareAndSet(true, false)) {
      services.events().fire(info().client(), new ClientDisconnected(info()));
    }
  }

  /** About once a second. */
  void tick(long now) {
    heartBeats.tick(now);
    if (transactions.isAnyOver(now)) {
      overdue.run();
    }
  }

  StompSubscriptions subscriptions() {
    return subscriptions;
  }

  Transactions transactions() {
    return transactions;
  }

  ChannelCaller caller() {
    return caller;
  }

  private ChannelCaller callerOf(ClientInfo info) {
    return new ChannelCaller(info, subscriptions::isEstablished);
  }

  /**
   * What the server granted at the beginning, for what is left of its time; null = nothing. A
   * client that subscribes late, or again, does not gain any.
   */
  @Nullable SubscribeGrant granted(ChannelName channel) {
    SubscribeGrant grant = identity.channels().get(channel);
    Duration ttl = grant == null ? null : grant.ttl();
    if (grant == null || ttl == null) {
      return grant;
    }
    Duration left = ttl.minusNanos(services.time().nanos() - begunAt);
    return left.isNegative() || left.isZero()
        ? null
        : new SubscribeGrant(grant.channelInfo(), grant.data(), left, grant.overrides());
  }

  /**
   * A subscription to a channel, which the caller is to add to the {@link #subscriptions}.
   *
   * @param acks see {@link StompFormat#of}
   */
  TopicSubscription topic(String id, ChannelName channel, boolean acks) {
    return topic(id, channel, StompFormat.of(id, isLatest, acks));
  }

  private TopicSubscription topic(String id, ChannelName channel, StompFormat format) {
    return new TopicSubscription(
        id, channel, format, connection, this::info, writes, held, services);
  }

  /** A subscription to a queue, which the caller is to add to the {@link #subscriptions}. */
  QueueFeed feed(String id, String destination, QueueFeed.AckMode mode) {
    return new QueueFeed(
        id, feeds.incrementAndGet(), destination, mode, isLatest, connection, writes::add);
  }

  @Override
  public Set<ChannelName> channels() {
    return subscriptions.channels();
  }

  @Override
  public Set<String> queues() {
    return subscriptions.queues();
  }

  /**
   * Where replies come to that the client wants at a temporary queue: the same for each use of its
   * name. They are MESSAGE frames whose subscription has that name.
   */
  CompletionStage<String> replies(String temporary) {
    StompSubscription known = subscriptions.find(temporary);
    if (known instanceof TopicSubscription topic) {
      return CompletableFuture.completedStage(Destination.Replies.destination(topic.channel()));
    }
    String destination = Destination.Replies.destination();
    ChannelName channel = Destination.Replies.channel(destination);
    TopicSubscription topic = topic(temporary, channel, StompFormat.ofReplies(temporary, isLatest));
    subscriptions.add(topic);
    return topic
        .join(SubscribeRequest.PLAIN, SubscribeGrant.PLAIN)
        .thenApply(
            joined -> {
              topic.begin();
              return destination;
            });
  }

  void send(Message message) {
    connection.send(message, OverflowPolicy.DISCONNECT);
  }

  boolean isLatest() {
    return isLatest;
  }

  @Override
  public ClientInfo info() {
    return caller.info();
  }

  @Override
  public Payload meta() {
    return identity.meta();
  }

  /** Its messages come with the destination as the id of their subscription. */
  @Override
  public CompletionStage<@Nullable Void> subscribe(
      ChannelName channel, SubscribeRequest request, SubscribeGrant grant) {
    String id = Destination.TOPIC + channel;
    TopicSubscription topic = topic(id, channel, false);
    if (!subscriptions.addByServer(topic)) {
      return CompletableFuture.completedStage(null);
    }
    return topic
        .join(request, grant)
        .whenComplete(
            (joined, failure) -> {
              if (failure != null) {
                subscriptions.remove(id);
              }
            })
        .thenApply(
            joined -> {
              topic.begin();
              return null;
            });
  }

  @Override
  public void unsubscribe(ChannelName channel) {
    subscriptions.to(channel).forEach(TopicSubscription::endByServer);
  }

  @Override
  public void disconnect(CloseReason reason) {
    connection.close(reason);
  }

  /** The protocol has no word for it: only the server knows of the new end. */
  @Override
  public void refresh(@Nullable Duration ttl, Payload info) {
    if (!info.isEmpty()) {
      ClientInfo known = info();
      caller = callerOf(new ClientInfo(known.user(), known.client(), info, Payload.EMPTY));
    }
    services.expiry().extend(connection, ttl);
  }
}
