package io.heartwire.channel;

import io.heartwire.broker.Broker;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.hook.Events;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Channels as the server itself uses them, with every right: publish, read history and presence,
 * subscribe connections. What clients may do is decided by {@link ClientChannels}.
 *
 * <p>Safe for use by any thread, and nothing blocks: publishing hands the message to every
 * subscriber's connection and waits for none of them. A stage that fails does so with a {@link
 * ChannelException}, or with the broker's exception.
 */
@Singleton
public class Channels {
  /** Whatever lasts longer lasts for ever. */
  private static final Duration LONGEST_TTL = Duration.ofDays(36_500);

  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final LongAdder published = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final Set<Subscription> expiring = ConcurrentHashMap.newKeySet();
  private final Broker broker;
  private final ChannelRules rules;
  private final ChannelConfig config;
  private final Events events;
  private final TimeSource time;
  private final BrokerSteps steps;
  private final Attendance attendance;

  @Inject
  public Channels(
      Broker broker, ChannelRules rules, ChannelConfig config, Events events, TimeSource time) {
    this.broker = broker;
    this.rules = rules;
    this.config = config;
    this.events = events;
    this.time = time;
    this.steps = new BrokerSteps(time);
    this.attendance =
        new Attendance(
            broker, steps, config.presenceTtl(), channel -> channels.get(channel.value()));
    broker.start(new Deliveries(channels::get, delivered));
  }

  /**
   * Publishes to everybody who is subscribed, whatever their protocol.
   *
   * @return complete when the publication has been handed to them: who publishes without a pause
   *     waits for it, or publications pile up in memory
   */
  public CompletionStage<PublishResult> publish(ChannelName channel, Payload data) {
    return publish(channel, new PublicationDraft(data), PublishExtras.NONE);
  }

  /** The same with tags, with a client as its author, or with more to say on how. */
  public CompletionStage<PublishResult> publish(
      ChannelName channel, PublicationDraft draft, PublishExtras extras) {
    published.increment();
    PublishOptions options =
        extras.skipHistory() ? PublishOptions.NO_HISTORY : rules.of(channel).publishing();
    if (extras.idempotency() != null) {
      options = options.once(extras.idempotency());
    }
    return broker.publish(channel.value(), draft, options);
  }

  /** Where idempotency keys are remembered; see {@link Broker#idempotencyScope}. */
  public String idempotencyScope() {
    return broker.idempotencyScope();
  }

  /**
   * Prepares a subscription: from now on nothing of the channel is missed. The subscriber is to be
   * told what {@link Subscription#established} says; then {@link #begin} delivers.
   *
   * @return fails with {@link ChannelException} if there is no subscription
   */
  public CompletionStage<Subscription> subscribe(
      ChannelName name, Subscriber subscriber, SubscribeRequest request, SubscribeGrant grant) {
    Subscription subscription = enter(name, subscriber, request, grant);
    refresh(subscription, grant.ttl());
    return subscription
        .of()
        .ready()
        .thenCompose(ready -> attendance.add(subscription))
        .thenCompose(present -> readPosition(subscription))
        .thenApply(page -> establish(subscription, page, grant))
        .whenComplete(
            (established, failure) -> {
              if (failure != null) {
                subscription.cancel(UnsubscribeCode.SERVER);
                attendance.takeBack(subscription); // it may have been added after the end
              }
            });
  }

  /**
   * Delivers what was published since {@link Subscription#established}, and everything from now on.
   * Nothing happens if the subscription has ended meanwhile.
   */
  public void begin(Subscription subscription) {
    if (!subscription.begin()) {
      return;
    }
    events.fire(new ClientSubscribed(subscription.channel(), subscription.info()));
    if (subscription.options().joinLeave()) {
      steps.watch(broker.publishJoin(subscription.channel().value(), subscription.info()));
    }
    subscription.announced();
    if (subscription.hasEnded()) {
      sayGoodbye(subscription); // it ended meanwhile: nobody hears of the end before the beginning
    }
  }

  /** The server ends a subscription, and the client is told. */
  public void end(Subscription subscription, UnsubscribeCode why) {
    subscription.end(why);
  }

  /** Puts the end of a subscription off; null = it lasts as long as its connection. */
  public void refresh(Subscription subscription, @Nullable Duration ttl) {
    subscription.refresh(ttl == null ? null : time.nanos() + nanos(ttl));
    if (ttl == null) {
      expiring.remove(subscription);
      return;
    }
    expiring.add(subscription);
    if (subscription.hasEnded()) {
      expiring.remove(subscription);
    }
  }

  /**
   * Reads what was published.
   *
   * @return fails if the channel keeps no history
   */
  public CompletionStage<HistoryPage> history(ChannelName channel, HistoryQuery query) {
    return checked(() -> rules.requireHistory(channel))
        .thenCompose(allowed -> broker.history(channel.value(), query));
  }

  /** Forgets what was published; positions go on. */
  public CompletionStage<@Nullable Void> removeHistory(ChannelName channel) {
    return checked(() -> rules.requireHistory(channel))
        .thenCompose(allowed -> broker.removeHistory(channel.value()));
  }

  /**
   * Who is there.
   *
   * @return fails if the channel keeps no presence
   */
  public CompletionStage<List<ClientInfo>> presence(ChannelName channel) {
    return checked(() -> rules.requirePresence(channel))
        .thenCompose(allowed -> broker.presence(channel.value()));
  }

  /**
   * How many are there.
   *
   * @return fails if the channel keeps no presence
   */
  public CompletionStage<PresenceStats> presenceStats(ChannelName channel) {
    return checked(() -> rules.requirePresence(channel))
        .thenCompose(allowed -> broker.presenceStats(channel.value()));
  }

  /** All channels with a subscriber on any node. */
  public CompletionStage<List<ChannelStats>> active() {
    return broker.channels();
  }

  /** Channels that have a subscriber here. */
  public int count() {
    return channels.size();
  }

  /** Subscriptions to the channel here, counted one by one. */
  public int subscriptions(String channel) {
    Channel here = channels.get(channel);
    return here == null ? 0 : here.count();
  }

  /** Subscriptions to all channels here, counted one by one. */
  public long subscriptions() {
    return channels.values().stream().mapToLong(Channel::count).sum();
  }

  /** Publications asked for since the start. */
  public long published() {
    return published.sum();
  }

  /** Publications handed to subscribers since the start, each recipient counted. */
  public long delivered() {
    return delivered.sum();
  }

  /** Steps of the broker that nobody waited for and that failed, since the start. */
  public long failedSteps() {
    return steps.failed();
  }

  /** Subscriptions that end at a time. */
  Set<Subscription> expiring() {
    return expiring;
  }

  BrokerSteps steps() {
    return steps;
  }

  Attendance attendance() {
    return attendance;
  }

  void forEach(Consumer<Channel> visitor) {
    channels.values().forEach(visitor);
  }

  private Subscription enter(
      ChannelName name, Subscriber subscriber, SubscribeRequest request, SubscribeGrant grant) {
    Subscription[] made = new Subscription[1];
    channels.compute(
        name.value(),
        (same, existing) -> {
          // Within the table's lock, so that the broker hears of the last one's leaving and the
          // next one's coming in the order in which they happened.
          Channel channel =
              existing == null
                  ? new Channel(
                      name,
                      rules.of(name),
                      config.subscribeBuffer(),
                      broker.subscribe(same),
                      time.nanos())
                  : existing;
          made[0] = new Subscription(channel, subscriber, request, grant, this::leave);
          channel.add(made[0]);
          return channel;
        });
    return made[0];
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

  /** What follows the end of every subscription, once. */
  private void leave(Subscription subscription) {
    String name = subscription.channel().value();
    channels.computeIfPresent(
        name,
        (same, channel) -> {
          channel.remove(subscription);
          if (!channel.isEmpty()) {
            return channel;
          }
          steps.watch(broker.unsubscribe(same));
          return null;
        });
    expiring.remove(subscription);
    attendance.remove(subscription);
    sayGoodbye(subscription);
  }

  private void sayGoodbye(Subscription subscription) {
    if (!subscription.takesLeave()) {
      return;
    }
    if (subscription.options().joinLeave()) {
      steps.watch(broker.publishLeave(subscription.channel().value(), subscription.info()));
    }
    events.fire(
        new ClientUnsubscribed(
            subscription.channel(), subscription.info(), subscription.endedBy()));
  }

  /** Within the half of its range in which nanoseconds can be compared. */
  private static long nanos(Duration ttl) {
    return ttl.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL.toNanos() : ttl.toNanos();
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
