package io.heartwire.channel;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Presence;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.time.TimeSource;
import io.heartwire.trace.TraceSpan;
import io.heartwire.trace.Tracing;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The channels as the server uses them, without permission checks: publish, read history and
 * presence, subscribe connections. {@link ClientChannels} checks what clients may do.
 *
 * <p>Safe for use by any thread. Nothing blocks: a publication is queued for every subscriber's
 * connection. A stage fails with a {@link ChannelException} or with the broker's exception.
 */
@Singleton
public class Channels {
  private final LocalChannels channels;
  private final LongAdder delivered = new LongAdder();
  private final SubscriptionExpiry expiry;
  private final Broker broker;
  private final Presence presence;
  private final ChannelRules rules;
  private final ChannelConfig config;
  private final Announcements announcements;
  private final TimeSource time;
  private final BackgroundFailures backgroundFailures;
  private final EncodingFailures encodingFailures;
  private final PresenceUpdates presenceUpdates;
  private final PositionCheck positionCheck;
  private final Publications publications;
  private final Recoveries recoveries;

  @Inject
  @Internal
  public Channels(
      Broker broker,
      Presence presence,
      ChannelRules rules,
      ChannelConfig config,
      ApplicationEvents events,
      PublishListener listener,
      Tracing tracing,
      TimeSource time) {
    this.broker = broker;
    this.presence = presence;
    this.rules = rules;
    this.config = config;
    this.time = time;
    this.backgroundFailures = new BackgroundFailures(time);
    this.channels = new LocalChannels(broker, backgroundFailures);
    this.expiry = new SubscriptionExpiry(time);
    this.announcements = new Announcements(broker, backgroundFailures, events);
    this.encodingFailures = new EncodingFailures(time);
    this.presenceUpdates =
        new PresenceUpdates(
            presence,
            backgroundFailures,
            config.presenceTtl(),
            channel -> channels.get(channel.value()));
    this.positionCheck = new PositionCheck(broker, backgroundFailures);
    this.recoveries = new Recoveries(tracing);
    PublishSampler sampler = new PublishSampler(time);
    PublicationTracing traced = new PublicationTracing(tracing);
    this.publications =
        new Publications(broker, rules, sampler, listener, traced, backgroundFailures, time);
    broker.start(
        new FanOut(channels::get, positionCheck, delivered, sampler, listener, traced, time));
  }

  /**
   * Publishes to all subscribers of every protocol.
   *
   * @return complete when the engine has accepted the publication: {@code memory} has then queued
   *     it for them, {@code redis} is about to; a caller that publishes in a loop must wait for it,
   *     or publications pile up in memory, or are refused; fails with {@link ChannelException} if
   *     the namespace is not configured, with {@link BrokerException} if the engine can't take it
   */
  public CompletionStage<PublishResult> publish(ChannelName channel, Payload data) {
    return publish(channel, new PublicationDraft(data), PublishExtras.NONE);
  }

  /**
   * Publishes an object as JSON, by JSON-B or Jackson: see {@link Payload#of}, which says what is
   * refused. Within a transaction this does not wait for its end: publish in an observer of {@code
   * AFTER_SUCCESS}.
   *
   * @throws IllegalArgumentException if no JSON can be made of it
   * @throws IllegalStateException if there is neither JSON-B nor Jackson
   */
  public CompletionStage<PublishResult> publish(ChannelName channel, Object data) {
    return publish(channel, Payload.of(data));
  }

  /** Publishes with tags, a client as the author, or extra options. */
  public CompletionStage<PublishResult> publish(
      ChannelName channel, PublicationDraft draft, PublishExtras extras) {
    return publications.publish(channel, draft, extras);
  }

  /** The scope in which idempotency keys are remembered; see {@link Broker#idempotencyScope}. */
  @Internal
  public String idempotencyScope() {
    return broker.idempotencyScope();
  }

  /**
   * Prepares a subscription: from now on publications are buffered for it. The caller sends the
   * subscriber the result {@link Subscription#established}, and then calls {@link #begin}, which
   * starts the delivery.
   *
   * @return fails with {@link ChannelException} if the subscription is refused
   */
  @Internal
  public CompletionStage<Subscription> subscribe(
      ChannelName name, Subscriber subscriber, SubscribeRequest request, SubscribeGrant grant) {
    try {
      rules.requireFor(name, subscriber.isOperator());
    } catch (ChannelException refused) {
      return CompletableFuture.failedStage(refused);
    }
    Subscription subscription = enter(name, subscriber, request, grant);
    refresh(subscription, grant.ttl());
    TraceSpan recovery = recoveries.begin(subscription);
    return subscription
        .of()
        .ready()
        .thenCompose(ready -> presenceUpdates.add(subscription))
        .thenCompose(present -> readPosition(subscription))
        .thenApply(page -> establish(subscription, page, grant))
        .whenComplete(
            (established, failure) -> {
              recoveries.ended(recovery, subscription, failure);
              if (failure != null) {
                subscription.cancel(UnsubscribeCode.SERVER);
                presenceUpdates.removeLate(subscription); // it may have been added after the end
              }
            });
  }

  /**
   * Delivers the publications since {@link Subscription#established}, and every later one. Does
   * nothing if the subscription has ended meanwhile.
   */
  @Internal
  public void begin(Subscription subscription) {
    if (!subscription.begin()) {
      return;
    }
    announcements.began(subscription);
  }

  /** Ends a subscription on the server's side, and tells the client. */
  @Internal
  public void end(Subscription subscription, UnsubscribeCode why) {
    subscription.end(why);
  }

  /** Sets when a subscription expires; null = it lasts as long as its connection. */
  @Internal
  public void refresh(Subscription subscription, @Nullable Duration ttl) {
    expiry.refresh(subscription, ttl);
  }

  /**
   * Reads publications from the history.
   *
   * @return fails if the channel keeps no history
   */
  public CompletionStage<HistoryPage> history(ChannelName channel, HistoryQuery query) {
    return checked(() -> rules.requireHistory(channel))
        .thenCompose(allowed -> broker.history(channel.value(), query));
  }

  /** Removes the publications of the history; offsets continue. */
  public CompletionStage<@Nullable Void> removeHistory(ChannelName channel) {
    return checked(() -> rules.requireHistory(channel))
        .thenCompose(allowed -> broker.removeHistory(channel.value()));
  }

  /**
   * Returns the clients that are present.
   *
   * @return fails if the channel keeps no presence
   */
  public CompletionStage<List<ClientInfo>> presence(ChannelName channel) {
    return checked(() -> rules.requirePresence(channel))
        .thenCompose(allowed -> presence.presence(channel.value()));
  }

  /**
   * Returns how many clients and users are present.
   *
   * @return fails if the channel keeps no presence
   */
  public CompletionStage<PresenceStats> presenceStats(ChannelName channel) {
    return checked(() -> rules.requirePresence(channel))
        .thenCompose(allowed -> presence.presenceStats(channel.value()));
  }

  /** Returns all channels with a subscriber on any node. */
  public CompletionStage<List<ChannelStats>> active() {
    return broker.channels();
  }

  /** The number of channels with a subscriber on this node. */
  public int count() {
    return channels.count();
  }

  /** The number of subscriptions to the channel on this node. Takes constant time. */
  public int subscriptions(String channel) {
    return channels.subscriptions(channel);
  }

  /** Visits every channel with its number of subscriptions on this node. */
  @Internal
  public void forEachSubscribed(ObjIntConsumer<String> visitor) {
    channels.forEach(channel -> visitor.accept(channel.name().value(), channel.count()));
  }

  /** The number of subscriptions on this node. */
  public long subscriptions() {
    return channels.subscriptions();
  }

  /** The number of publications requested since the start. */
  public long published() {
    return publications.count();
  }

  /** The number of deliveries since the start: publications times recipients. */
  public long delivered() {
    return delivered.sum();
  }

  /**
   * The number of failed broker operations since the start that no caller waited for, and of
   * publications to namespaces that are not configured.
   */
  public long failedSteps() {
    return backgroundFailures.failed();
  }

  /** The number of messages since the start that could not be encoded. */
  public long failedEncodings() {
    return encodingFailures.count();
  }

  /** The recoveries since the start that ended so. */
  @Internal
  public long recoveries(RecoveryOutcome outcome) {
    return recoveries.count(outcome);
  }

  SubscriptionExpiry expiry() {
    return expiry;
  }

  PositionCheck positionCheck() {
    return positionCheck;
  }

  PresenceUpdates presenceUpdates() {
    return presenceUpdates;
  }

  void forEach(Consumer<Channel> visitor) {
    channels.forEach(visitor);
  }

  /** Returns the channel, or null if it has no subscriber here. */
  @Nullable Channel find(ChannelName name) {
    return channels.get(name.value());
  }

  private Subscription enter(
      ChannelName name, Subscriber subscriber, SubscribeRequest request, SubscribeGrant grant) {
    return channels.add(
        name.value(),
        (CompletionStage<@Nullable Void> ready) ->
            new Channel(
                name,
                rules.of(name),
                config.subscribeBuffer(),
                ready,
                encodingFailures,
                time.nanos()),
        channel -> new Subscription(channel, subscriber, request, grant, this::leave));
  }

  private CompletionStage<@Nullable HistoryPage> readPosition(Subscription subscription) {
    if (!subscription.needsPosition()) {
      return CompletableFuture.completedStage(null);
    }
    StreamPosition since = subscription.since();
    HistoryQuery query = since == null ? HistoryQuery.POSITION : HistoryQuery.since(since);
    return broker.history(subscription.channel().value(), query).thenApply(page -> page);
  }

  private static Subscription establish(
      Subscription subscription, @Nullable HistoryPage page, SubscribeGrant grant) {
    subscription.establish(page, grant);
    return subscription;
  }

  /** Cleans up after the end of a subscription. Called once for each. */
  private void leave(Subscription subscription) {
    channels.remove(subscription);
    expiry.forget(subscription);
    presenceUpdates.remove(subscription);
    announcements.ended(subscription);
  }

  private static CompletionStage<@Nullable Void> checked(Runnable check) {
    try {
      check.run();
      return CompletableFuture.completedStage(null);
    } catch (ChannelException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }
}
