package io.heartwire.broker.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Compares the positions of followed channels with those in Redis, many at a time. Safe for use by
 * any thread; nothing blocks.
 */
final class PositionComparison {
  private static final int BATCH = 512;
  private static final long COLLECT_MILLIS = 5;
  private static final long RETRY_MILLIS = 250;

  private final RedisLink link;
  private final RedisKeys keys;
  private final Set<FollowedChannel> due = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean();

  PositionComparison(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** Compares it soon, if it has a position. */
  void add(FollowedChannel channel) {
    if (channel.isPositioned()) {
      due.add(channel);
      askIn(COLLECT_MILLIS);
    }
  }

  private void askIn(long millis) {
    if (asking.compareAndSet(false, true)) {
      link.later(this::ask, millis);
    }
  }

  private void ask() {
    List<FollowedChannel> batch = due.stream().limit(BATCH).toList();
    batch.forEach(due::remove);
    if (batch.isEmpty()) {
      over(0);
      return;
    }
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (FollowedChannel channel : batch) {
      answers.add(position(channel).toCompletableFuture());
    }
    CompletableFuture<?> unused =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .whenComplete((done, failure) -> over(failure == null ? 0 : RETRY_MILLIS));
  }

  /** Each for itself, since the channels of a Redis Cluster are on many servers. */
  private CompletionStage<?> position(FollowedChannel channel) {
    return Replies.named(
            "comparing the position of channel " + channel.name(),
            () -> link.commands().hmget(keys.meta(channel.name()), StreamScripts.STATE))
        .whenComplete(
            (state, failure) -> {
              if (failure == null) {
                channel.compare(Answers.fields(state));
              } else {
                due.add(channel);
              }
            });
  }

  private void over(long millis) {
    asking.set(false);
    if (!due.isEmpty()) {
      askIn(millis);
    }
  }
}
