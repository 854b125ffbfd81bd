package io.heartwire.broker.memory;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueReceipt;
import io.heartwire.broker.QueueReceipt.Outcome;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.StreamPosition;
import io.heartwire.broker.memory.MemoryQueue.Now;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Queues in the memory of this process, which are lost with it. */
@Singleton
@Typed(MemoryQueueStore.class)
public final class MemoryQueueStore implements QueueStore {
  private static final Duration KEPT_IDLE = Duration.ofHours(1);

  private final TimeSource time;
  private final MemoryQueueConfig config;
  private final long origin;
  private final IdempotencyCache keys;
  private final Map<String, MemoryQueuePair> pairs = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private volatile @Nullable Listener listener;

  @Inject
  public MemoryQueueStore(TimeSource time, MemoryQueueConfig config) {
    this.time = time;
    this.config = config;
    this.origin = time.nanos();
    this.keys = new IdempotencyCache(config.idempotencyKeys());
  }

  @Override
  public void start(Listener first) {
    if (listener != null) {
      throw new IllegalStateException("the store of queues has been started already");
    }
    listener = first;
  }

  /** Forgets queues that nobody has used for long. */
  void tick() {
    long idle = now() - KEPT_IDLE.toNanos();
    pairs
        .values()
        .removeIf(
            pair -> {
              synchronized (pair) {
                return pair.removeIfIdleSince(idle);
              }
            });
    keys.sweep(time.nanos(), 10_000);
  }

  @Override
  public CompletionStage<QueueReceipt> send(
      String queue, QueueDraft draft, String attempt, QueueLimits limits) {
    return step(
        queue,
        limits,
        (pair, now) -> {
          Idempotency key = key(draft);
          StreamPosition known = key == null ? null : keys.find(queue, key, time.nanos());
          if (known != null) {
            return new QueueReceipt(Outcome.REPEATED, known.offset());
          }
          QueueReceipt receipt = add(pair, draft, now);
          if (key != null && receipt.outcome() != Outcome.FULL) {
            keys.remember(queue, key, new StreamPosition(receipt.id(), ""), time.nanos());
          }
          return receipt;
        });
  }

  private QueueReceipt add(MemoryQueuePair pair, QueueDraft draft, Now now) {
    QueueLimits limits = now.limits();
    MemoryQueue queue = pair.living();
    if (bytes.get() + QueueItem.cost(draft) > config.maxBytes()) {
      throw new BrokerException(
          "queue %s takes no message: all queues take %d bytes, the limit is heartwire.broker.memory.max-queue-bytes"
              .formatted(queue.name(), bytes.get()));
    } else if (queue.hasRoomFor(draft.size(), limits)) {
      Duration ttl = draft.ttl().isZero() ? limits.ttl() : draft.ttl();
      return new QueueReceipt(Outcome.SENT, queue.send(draft, ttl, now.nanos(), now.millis()));
    } else if (limits.deadLetterWhenFull()) {
      queue.sendDead(draft, now);
      return new QueueReceipt(Outcome.DEAD_LETTERED, 0);
    }
    queue.refuse();
    return new QueueReceipt(Outcome.FULL, 0);
  }

  @Override
  public CompletionStage<Batch> take(
      String queue, String owner, long request, int most, QueueLimits limits) {
    return step(
        queue,
        limits,
        (pair, now) -> pair.named(queue).take(owner, request, most, now.nanos(), limits));
  }

  @Override
  public CompletionStage<List<Boolean>> acknowledge(
      String queue, String owner, List<Lease> leases, QueueLimits limits) {
    return ifKnown(
        queue,
        limits,
        nothingOf(leases),
        (pair, now) -> {
          List<Boolean> done = new ArrayList<>();
          leases.forEach(lease -> done.add(pair.named(queue).acknowledge(owner, lease)));
          return done;
        });
  }

  @Override
  public CompletionStage<List<Boolean>> giveBack(
      String queue,
      String owner,
      List<Lease> leases,
      Return how,
      Duration delay,
      String why,
      QueueLimits limits) {
    return ifKnown(
        queue,
        limits,
        nothingOf(leases),
        (pair, now) -> {
          List<Boolean> done = new ArrayList<>();
          leases.forEach(
              lease -> done.add(pair.named(queue).giveBack(owner, lease, how, delay, why, now)));
          return done;
        });
  }

  @Override
  public CompletionStage<Renewal> renew(
      String queue, String owner, int consumers, QueueLimits limits) {
    return step(
        queue,
        limits,
        (pair, now) -> {
          MemoryQueue which = pair.named(queue);
          boolean held = which.renew(owner, consumers, now.nanos(), limits);
          return new Renewal(held, which.hasReady(), which.has(owner), which.due(now.nanos()));
        });
  }

  @Override
  public CompletionStage<Integer> reconcile(
      String queue, String owner, Collection<Long> known, QueueLimits limits) {
    return ifKnown(queue, limits, 0, (pair, now) -> pair.named(queue).reconcile(owner, known, now));
  }

  @Override
  public CompletionStage<@Nullable Void> leave(String queue, String owner, QueueLimits limits) {
    return this.<@Nullable Void>ifKnown(
        queue,
        limits,
        null,
        (pair, now) -> {
          pair.named(queue).leave(owner);
          if (pair.removeIfUntouched()) {
            pairs.remove(QueueStore.origin(queue), pair);
          }
          return null;
        });
  }

  @Override
  public CompletionStage<@Nullable Void> expire(String queue, QueueLimits limits) {
    return this.<@Nullable Void>ifKnown(queue, limits, null, (pair, now) -> null); // each step does
  }

  @Override
  public CompletionStage<QueueStats> stats(String queue) {
    return look(queue, QueueStats.NONE, pair -> pair.named(queue).stats(pair.dead().size(), now()));
  }

  @Override
  public CompletionStage<List<QueueMessage>> peek(String queue, long after, int most) {
    return look(queue, List.of(), pair -> pair.named(queue).peek(after, most));
  }

  @Override
  public CompletionStage<Long> purge(String queue) {
    return look(queue, 0L, pair -> pair.named(queue).purge());
  }

  @Override
  public CompletionStage<Integer> revive(String queue, int most, QueueLimits limits) {
    return ifKnown(
        queue, limits, 0, (pair, now) -> pair.dead().reviveInto(pair.living(), most, now));
  }

  @Override
  public CompletionStage<List<String>> names(int most) {
    return CompletableFuture.completedStage(pairs.keySet().stream().sorted().limit(most).toList());
  }

  private static List<Boolean> nothingOf(List<Lease> leases) {
    return Collections.nCopies(leases.size(), false);
  }

  /**
   * A step that gives something up. Where there is no such queue there is nothing to give up, and
   * no room is needed for one: whoever leaves must be able to, or would try for ever.
   */
  private <T extends @Nullable Object> CompletionStage<T> ifKnown(
      String queue, QueueLimits limits, T otherwise, BiFunction<MemoryQueuePair, Now, T> step) {
    return pairs.containsKey(QueueStore.origin(queue))
        ? step(queue, limits, step)
        : CompletableFuture.completedStage(otherwise);
  }

  private <T extends @Nullable Object> CompletionStage<T> step(
      String queue, QueueLimits limits, BiFunction<MemoryQueuePair, Now, T> step) {
    T result;
    List<String> news;
    try {
      while (true) {
        MemoryQueuePair pair = pair(QueueStore.origin(queue));
        synchronized (pair) {
          Now now = new Now(now(), time.wallClock().toEpochMilli(), limits);
          if (pair.use(now.nanos())) {
            pair.living().catchUp(now);
            pair.dead().catchUp(now);
            result = step.apply(pair, now);
            news = pair.takeNews();
            break;
          }
        }
      }
    } catch (BrokerException refused) {
      return CompletableFuture.failedStage(refused);
    }
    Listener told = listener;
    if (told != null) {
      news.forEach(told::ready);
    }
    return CompletableFuture.completedStage(result);
  }

  private <T> CompletionStage<T> look(
      String queue, T otherwise, Function<MemoryQueuePair, T> look) {
    MemoryQueuePair pair = pairs.get(QueueStore.origin(queue));
    if (pair == null) {
      return CompletableFuture.completedStage(otherwise);
    }
    synchronized (pair) {
      return CompletableFuture.completedStage(look.apply(pair));
    }
  }

  private MemoryQueuePair pair(String name) {
    MemoryQueuePair known = pairs.get(name);
    if (known != null) {
      return known;
    }
    if (pairs.size() >= config.maxQueues()) {
      throw new BrokerException(
          "no room for queue %s: there are %d queues, the limit is heartwire.broker.memory.max-queues"
              .formatted(name, pairs.size()));
    }
    return pairs.computeIfAbsent(name, added -> new MemoryQueuePair(name, bytes));
  }

  private long now() {
    return time.nanos() - origin;
  }

  private static @Nullable Idempotency key(QueueDraft draft) {
    if (draft.key().isEmpty()) {
      return null;
    }
    return draft.sender() == null
        ? new Idempotency(draft.key(), QueueDraft.KEY_WINDOW)
        : Idempotency.ofClient(draft.sender(), draft.key());
  }
}
