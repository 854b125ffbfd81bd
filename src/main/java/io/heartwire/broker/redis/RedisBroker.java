package io.heartwire.broker.redis;

import static io.heartwire.broker.redis.Replies.bytes;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.EngineFigures;
import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Streams in Redis. Publications with history and with keys are one script each, others a plain
 * PUBLISH or SPUBLISH; all for one server go over one connection, so that calls for a channel take
 * effect in their order, unless a Redis Cluster gives its slot to another master meanwhile.
 *
 * <p>A publication is kept at least for its TTL, and up to a tenth longer than the stream's last
 * one. Without Redis, publications that leave no traces go to this node's subscribers, unless the
 * configuration refuses them, too; all others fail at once.
 */
final class RedisBroker implements Broker {
  private final RedisConfig config;
  private final RedisKeys keys;
  private final boolean publishesHere;
  private final TimeSource time;
  private final Followed followed;
  private final AtomicInteger pending = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final LongAdder local = new LongAdder();
  private final DeliveryLag lag;
  private final StoreId store;
  private volatile @Nullable RedisLink link;

  RedisBroker(
      RedisConfig config,
      NodeLimits limits,
      TimeSource time,
      EngineThreads threads,
      DeliveryLag lag,
      StoreId store) {
    this.config = config;
    this.publishesHere = limits.publishWhenLost() == NodeLimits.WhenLost.LOCAL;
    this.keys = new RedisKeys(config.prefix());
    this.time = time;
    this.lag = lag;
    this.store = store;
    this.followed = new Followed(this, keys, limits.maxWaitingBytes(), time, threads, lag);
  }

  /** The connection is opened now. */
  void use(RedisLink opened) {
    link = opened;
    followed.open(opened);
  }

  /** Commands can be given. */
  void connected() {
    followed.connected();
  }

  void close() {
    followed.close();
  }

  EngineFigures figures() {
    return new EngineFigures(
        pending.get(),
        refused.sum(),
        local.sum(),
        followed.catchUps(),
        followed.lostMessages(),
        followed.unreadable(),
        followed.failed(),
        followed.renewals());
  }

  @Override
  public void start(BrokerListener listener) {
    followed.to(listener);
  }

  @Override
  public CompletionStage<PublishResult> publish(
      String channel, PublicationDraft draft, PublishOptions options) {
    if (options.keepsHistory()) {
      return call("publication", channel, redis -> append(redis, channel, draft, options));
    }
    byte[] message = Envelope.unkept(draft, time.wallClock().toEpochMilli(), sentAt());
    Idempotency idempotency = options.idempotency();
    if (idempotency != null) {
      return call(
          "publication",
          channel,
          redis ->
              StreamScripts.PUBLISH_ONCE
                  .<Long>call(
                      redis,
                      List.of(keys.result(channel, idempotency)),
                      message,
                      bytes(idempotency.window().toMillis()),
                      bytes(redis.publishing()),
                      bytes(keys.deliveries(channel)))
                  .thenApply(known -> new PublishResult(StreamPosition.NONE, known == 1)));
    }
    if (!publishesHere && !isReady()) {
      refused.increment();
      return failed(
          "publication", channel, "Redis is away, and heartwire.broker.publish-when-lost=refuse");
    }
    return announce("publication", channel, message)
        .thenApply(alone -> new PublishResult(StreamPosition.NONE, false, alone));
  }

  private CompletionStage<PublishResult> append(
      RedisLink redis, String channel, PublicationDraft draft, PublishOptions options) {
    List<String> names = new ArrayList<>();
    names.add(keys.meta(channel));
    names.add(keys.stream(channel));
    Idempotency idempotency = options.idempotency();
    if (idempotency != null) {
      names.add(keys.result(channel, idempotency));
    }
    PublishOptions.Version version = options.version();
    long ttl = Math.max(1, options.historyTtl().toMillis());
    return StreamScripts.PUBLISH
        .<List<?>>call(
            redis,
            names,
            Envelope.body(draft),
            bytes(options.historySize()),
            bytes(ttl),
            bytes(Math.max(ttl, config.metaTtl().toMillis())),
            Epoch.draw(),
            bytes(redis.generation()),
            bytes(version == null ? "" : Long.toString(version.number())),
            bytes(version == null ? "" : version.epoch()),
            bytes(
                idempotency == null
                    ? ""
                    : Long.toString(Math.max(1, idempotency.window().toMillis()))),
            bytes(redis.publishing()),
            bytes(keys.deliveries(channel)))
        .thenApply(Answers::appended)
        .thenCompose(
            appended ->
                options.replicated()
                    ? redis
                        .acks()
                        .await(keys.mark(channel), appended.generation())
                        .thenApply(acknowledged -> appended.result())
                    : CompletableFuture.completedStage(appended.result()));
  }

  @Override
  public String idempotencyScope() {
    String id = store.get();
    return id.isEmpty() ? "" : "redis:" + id;
  }

  @Override
  public CompletionStage<@Nullable Void> publishJoin(String channel, ClientInfo client) {
    return announce("join", channel, presence(Envelope.Kind.JOIN, client))
        .<@Nullable Void>thenApply(alone -> null);
  }

  @Override
  public CompletionStage<@Nullable Void> publishLeave(String channel, ClientInfo client) {
    return announce("leave", channel, presence(Envelope.Kind.LEAVE, client))
        .<@Nullable Void>thenApply(alone -> null);
  }

  private byte[] presence(Envelope.Kind kind, ClientInfo client) {
    return Envelope.presence(kind, client, time.wallClock().toEpochMilli());
  }

  @Override
  public CompletionStage<@Nullable Void> subscribe(String channel) {
    return followed.add(channel);
  }

  @Override
  public CompletionStage<@Nullable Void> unsubscribe(String channel) {
    return followed.remove(channel);
  }

  @Override
  public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
    FollowedChannel here = followed.confirmed(channel);
    int before = here == null ? 0 : here.confirmations();
    return read(channel, query)
        .thenApply(
            page -> {
              if (here != null) {
                here.read(page.state(), before);
              }
              return new HistoryPage(followed.publications(channel, page), page.state().now());
            });
  }

  /** The bytes of messages that wait for their delivery. */
  long waitingBytes() {
    return followed.waitingBytes();
  }

  CompletionStage<StreamPage> read(String channel, HistoryQuery query) {
    StreamPosition since = query.since();
    return call(
        "history",
        channel,
        redis ->
            StreamScripts.HISTORY
                .<List<?>>call(
                    redis,
                    List.of(keys.meta(channel), keys.stream(channel)),
                    Epoch.draw(),
                    bytes(config.metaTtl().toMillis()),
                    bytes(since == null ? "" : Long.toString(since.offset())),
                    bytes(since == null ? "" : since.epoch()),
                    bytes(query.limit()),
                    bytes(query.reverse() ? 1 : 0))
                .thenApply(Answers::page));
  }

  /** Gives a stream that went back another epoch, unless another node has. */
  CompletionStage<Long> restart(String channel, StreamPosition known) {
    return call(
        "restart",
        channel,
        redis ->
            StreamScripts.RESTART.call(
                redis,
                List.of(keys.meta(channel), keys.stream(channel)),
                bytes(known.epoch()),
                Epoch.draw()));
  }

  @Override
  public CompletionStage<@Nullable Void> removeHistory(String channel) {
    return this.<@Nullable Void>call(
        "removal of the history",
        channel,
        redis ->
            redis.commands().del(keys.stream(channel)).<@Nullable Void>thenApply(count -> null));
  }

  @Override
  public CompletionStage<List<ChannelStats>> channels() {
    return call(
        "list of channels",
        "*",
        redis ->
            redis
                .subscribers(keys.allDeliveries())
                .thenApply(
                    counts ->
                        counts.entrySet().stream()
                            .filter(entry -> entry.getValue() > 0)
                            .map(
                                entry ->
                                    new ChannelStats(
                                        keys.channelOf(entry.getKey()),
                                        entry.getValue().intValue(),
                                        0))
                            .toList()));
  }

  /** To all nodes, or, without Redis, to this one alone, which the answer says. */
  private CompletionStage<Boolean> announce(String what, String channel, byte[] message) {
    if (!isReady()) {
      local.increment();
      followed.deliverHere(channel, message);
      return CompletableFuture.completedStage(true);
    }
    return call(
        what,
        channel,
        redis -> redis.publish(keys.deliveries(channel), message).thenApply(count -> false));
  }

  private boolean isReady() {
    RedisLink opened = link;
    return opened != null && opened.isReady();
  }

  private long sentAt() {
    return isReady() ? lag.now() : 0;
  }

  /** Gives a command, unless too many wait or Redis is away; every failure has a name. */
  private <T extends @Nullable Object> CompletionStage<T> call(
      String what, String channel, Function<RedisLink, CompletionStage<T>> command) {
    RedisLink opened = link;
    if (pending.incrementAndGet() > config.maxPending()) {
      pending.decrementAndGet();
      refused.increment();
      return failed(
          what, channel, "heartwire.broker.redis.max-pending=" + config.maxPending() + " wait");
    }
    CompletionStage<T> answer;
    try {
      if (opened == null) {
        throw new BrokerException(
            BrokerException.Kind.UNAVAILABLE, "Redis has not been reached yet");
      }
      answer = command.apply(opened);
    } catch (RuntimeException away) {
      pending.decrementAndGet();
      refused.increment();
      return failed(what, channel, String.valueOf(away.getMessage()));
    }
    return answer
        .whenComplete((done, failure) -> pending.decrementAndGet())
        .exceptionallyCompose(
            failure ->
                failed(what, channel, String.valueOf(Replies.causeOf(failure).getMessage())));
  }

  private static <T extends @Nullable Object> CompletionStage<T> failed(
      String what, String channel, String why) {
    return CompletableFuture.failedStage(
        new BrokerException(
            BrokerException.Kind.UNAVAILABLE,
            "%s of channel %s is not certain, try again: %s".formatted(what, channel, why)));
  }
}
