package io.heartwire.broker.memory;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Presence;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The broker of a single node. Everything is in memory, bounded, and lost with the process.
 *
 * <p>Each history is bounded by size and time, and all together by bytes: beyond {@code
 * heartwire.broker.memory.max-bytes} the stream with the oldest last publication is dropped as a
 * whole, so that its subscribers learn "not recovered" by a new epoch. Streams without any
 * publication are dropped first, so that subscribing never evicts a history. Expired data is never
 * returned; its memory is freed when its channel is used, or by {@link #tick}. A channel without
 * subscriber, stream and presence takes no memory.
 */
@Singleton
@Typed(MemoryBroker.class)
public final class MemoryBroker implements Broker, Presence {
  static final int MOST_PER_SWEEP = 10_000;

  /**
   * The figures of the broker.
   *
   * @param channels present channels
   * @param streams present streams
   * @param bytes their approximate size
   * @param evictedStreams streams dropped because of the memory limit since the start
   * @param presence clients present now, expired ones included until they are swept
   * @param refusedPresence clients refused because of the presence limit since the start
   * @param idempotencyKeys present idempotency keys
   * @param forgottenKeys keys removed before their window ended, since the start
   * @param failedDeliveries calls of the listener that threw, since the start
   */
  public record Figures(
      int channels,
      int streams,
      long bytes,
      long evictedStreams,
      int presence,
      long refusedPresence,
      int idempotencyKeys,
      long forgottenKeys,
      long failedDeliveries) {}

  private final TimeSource time;
  private final long metaNanos;
  private final MemoryBudget budget;
  private final PresenceLimit presenceLimit;
  private final MemoryChannels channels;
  private final IdempotencyCache repetitions;
  private final IdempotencyCache
      clientRepetitions; // separate, so that clients cannot evict the keys of back ends
  private final String scope = UUID.randomUUID().toString();
  private final MemoryDeliveries deliveries;

  @Inject
  public MemoryBroker(TimeSource time, MemoryBrokerConfig config, EngineThreads threads) {
    this.time = time;
    this.metaNanos = config.metaTtl().toNanos();
    this.budget = new MemoryBudget(config.maxBytes());
    this.presenceLimit = new PresenceLimit(config.maxPresence());
    this.channels = new MemoryChannels(budget, presenceLimit);
    this.repetitions = new IdempotencyCache(config.idempotencyKeys());
    this.clientRepetitions = new IdempotencyCache(config.idempotencyKeys());
    this.deliveries = new MemoryDeliveries(channels, threads, time);
  }

  @Override
  public void start(BrokerListener first) {
    deliveries.to(first);
  }

  @Override
  public CompletionStage<PublishResult> publish(
      String channel, PublicationDraft draft, PublishOptions options) {
    boolean leavesTraces = options.keepsHistory() || options.idempotency() != null;
    if (!leavesTraces && !channels.has(channel)) {
      return CompletableFuture.completedStage(new PublishResult(StreamPosition.NONE, false));
    }
    CompletionStage<PublishResult> stage = deliver(channel, here -> append(here, draft, options));
    channels.keepWithinBudget();
    return stage;
  }

  @Override
  public String idempotencyScope() {
    return scope;
  }

  @Override
  public CompletionStage<@Nullable Void> publishJoin(String channel, ClientInfo client) {
    return announce(channel, listener -> listener.joined(channel, client));
  }

  @Override
  public CompletionStage<@Nullable Void> publishLeave(String channel, ClientInfo client) {
    return announce(channel, listener -> listener.left(channel, client));
  }

  @Override
  public CompletionStage<@Nullable Void> subscribe(String channel) {
    if (!deliveries.haveBegun()) {
      return CompletableFuture.failedStage(
          new BrokerException(
              "channel " + channel + " was subscribed to before the broker was started"));
    }
    channels.change(
        channel,
        here -> {
          here.expireStream(time.nanos());
          return here.subscribe();
        });
    return done();
  }

  @Override
  public CompletionStage<@Nullable Void> unsubscribe(String channel) {
    CompletionStage<@Nullable Void> left =
        stepIfThere(channel, here -> here.unsubscribe(time.nanos(), metaNanos));
    channels.keepWithinBudget();
    return left;
  }

  @Override
  public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
    HistoryPage page =
        channels.visit(
            channel,
            here -> read(here, query),
            () -> new HistoryPage(List.of(), channels.beginning()));
    channels.keepWithinBudget();
    return CompletableFuture.completedStage(page);
  }

  @Override
  public CompletionStage<@Nullable Void> removeHistory(String channel) {
    return stepIfThere(channel, here -> here.stream.removePublications());
  }

  @Override
  public CompletionStage<@Nullable Void> addPresence(
      String channel, ClientInfo client, Duration ttl, boolean announced) {
    PublishOptions.requireLength("presence TTL", ttl);
    boolean added = channels.change(channel, here -> here.presence.add(client, ttl, time.nanos()));
    if (!added) {
      return CompletableFuture.failedStage(noRoomFor(client, channel));
    }
    return done();
  }

  @Override
  public CompletionStage<@Nullable Void> removePresence(String channel, String clientId) {
    return stepIfThere(channel, here -> here.presence.remove(clientId));
  }

  @Override
  public CompletionStage<List<ClientInfo>> presence(String channel) {
    return CompletableFuture.completedStage(present(channel));
  }

  @Override
  public CompletionStage<PresenceStats> presenceStats(String channel) {
    return CompletableFuture.completedStage(PresenceStats.of(present(channel)));
  }

  @Override
  public CompletionStage<List<ChannelStats>> channels() {
    List<ChannelStats> subscribed = new ArrayList<>();
    channels.forEach(
        here -> {
          if (here.isSubscribed()) {
            subscribed.add(new ChannelStats(here.name, 1, here.presence.size()));
          }
        });
    return CompletableFuture.completedStage(subscribed);
  }

  /**
   * Frees expired data, and continues where the last call stopped. One call visits at most {@value
   * #MOST_PER_SWEEP} channels, clients and keys each, except that it always visits all clients of a
   * channel.
   */
  public void tick(long now) {
    channels.sweep(now, MOST_PER_SWEEP);
    repetitions.sweep(now, MOST_PER_SWEEP);
    clientRepetitions.sweep(now, MOST_PER_SWEEP);
  }

  public Figures figures() {
    return new Figures(
        channels.count(),
        budget.streams(),
        budget.used(),
        channels.evicted(),
        presenceLimit.taken(),
        presenceLimit.refused(),
        repetitions.size() + clientRepetitions.size(),
        repetitions.forgotten() + clientRepetitions.forgotten(),
        deliveries.failed());
  }

  private IdempotencyCache repetitionsOf(PublishOptions.Idempotency key) {
    return key.author() == null ? repetitions : clientRepetitions;
  }

  private PendingDelivery<PublishResult> append(
      MemoryChannel here, PublicationDraft draft, PublishOptions options) {
    long now = time.nanos();
    PublishOptions.Idempotency key = options.idempotency();
    if (key != null) {
      StreamPosition earlier = repetitionsOf(key).find(here.name, key, now);
      if (earlier != null) {
        return PendingDelivery.none(new PublishResult(earlier, true));
      }
    }
    here.expireStream(now);
    long wallMillis = time.wallClock().toEpochMilli();
    Publication publication;
    StreamPosition position;
    if (options.keepsHistory()) {
      if (here.stream.isStale(options)) {
        return PendingDelivery.none(new PublishResult(here.stream.position(), true));
      }
      publication = here.stream.append(draft, options, now, wallMillis, metaNanos);
      position = here.stream.position();
      budget.touch(here);
    } else {
      publication = Publication.of(draft, 0, wallMillis);
      position = StreamPosition.NONE;
    }
    if (key != null) {
      repetitionsOf(key).remember(here.name, key, position, now);
    }
    return here.tell(
        listener -> listener.publication(here.name, publication, position),
        new PublishResult(position, false));
  }

  private HistoryPage read(MemoryChannel here, HistoryQuery query) {
    long now = time.nanos();
    here.expireStream(now);
    if (here.isSubscribed() || here.stream.hasBegun()) {
      here.stream.keep(now, metaNanos);
    }
    return new HistoryPage(here.stream.read(query), here.stream.position());
  }

  private List<ClientInfo> present(String channel) {
    return channels.visit(
        channel,
        here -> {
          here.presence.expire(time.nanos());
          return here.presence.list();
        },
        List::of);
  }

  private CompletionStage<@Nullable Void> announce(String channel, Consumer<BrokerListener> call) {
    if (!channels.has(channel)) {
      return done();
    }
    return this.<@Nullable Void>deliver(channel, here -> here.tell(call, null));
  }

  /** Does the step, and makes the deliveries that are due unless another thread is making them. */
  private <T extends @Nullable Object> CompletionStage<T> deliver(
      String channel, Function<MemoryChannel, PendingDelivery<T>> step) {
    PendingDelivery<T> own = channels.change(channel, step);
    if (!own.done().isDone()) {
      deliveries.make(channel);
    }
    return own.done();
  }

  private CompletionStage<@Nullable Void> stepIfThere(
      String channel, Consumer<MemoryChannel> step) {
    channels.visit(
        channel,
        here -> {
          step.accept(here);
          return true;
        },
        () -> false);
    return done();
  }

  private BrokerException noRoomFor(ClientInfo client, String channel) {
    return new BrokerException(
        ("no room for the presence of client %s in channel %s: %d clients are present in all"
                + " channels, the limit is heartwire.broker.memory.max-presence=%d")
            .formatted(client.client(), channel, presenceLimit.taken(), presenceLimit.most()));
  }

  private static CompletionStage<@Nullable Void> done() {
    return CompletableFuture.completedStage(null);
  }
}
