package io.heartwire.broker.redis;

import io.heartwire.broker.QueueStore;
import io.heartwire.time.TimeSource;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The list of queues in Redis. A node writes a name there once an hour at the most; one that has
 * not been used for long, and has neither messages nor dead letters, is taken off when somebody
 * asks. Safe for use by any thread.
 */
final class QueueNames {
  private static final long PERIOD = Duration.ofHours(1).toNanos();
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MOST_KNOWN = 100_000;
  private static final int MOST_SWEPT = 200; // by one list

  private final QueueKeys keys;
  private final TimeSource time;
  private final Map<String, Long> writtenAt = new ConcurrentHashMap<>();

  QueueNames(QueueKeys keys, TimeSource time) {
    this.keys = keys;
    this.time = time;
  }

  /** Somebody uses this queue. */
  void use(RedisLink link, String name) {
    long now = time.nanos();
    Long before = writtenAt.get(name);
    if (before != null && now - before < PERIOD) {
      return;
    }
    if (writtenAt.size() >= MOST_KNOWN) {
      writtenAt.clear();
    }
    writtenAt.put(name, now);
    try {
      write(link, name);
    } catch (RuntimeException away) {
      writtenAt.remove(name);
      throw away;
    }
  }

  /** Redis may have lost them: all that are used are written again. */
  void forget() {
    writtenAt.clear();
  }

  private void write(RedisLink link, String name) {
    link.commands()
        .zadd(keys.names(), time.wallClock().toEpochMilli(), Replies.bytes(name))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                writtenAt.remove(name);
              }
            });
  }

  /** Those that were used last come first. */
  CompletionStage<List<String>> list(RedisLink link, int most) {
    sweep(link.commands());
    return link.commands()
        .zrevrange(keys.names(), 0, most - 1L)
        .thenApply(found -> found.stream().map(Replies::text).toList());
  }

  /** Looks at some of those that have not been used for long: at any, as others may stay. */
  private void sweep(RedisClusterAsyncCommands<String, byte[]> redis) {
    Range<Long> old = Range.create(0L, time.wallClock().minus(KEPT).toEpochMilli());
    var unused =
        redis
            .zcount(keys.names(), old)
            .thenCompose(
                count -> {
                  long spare = Math.max(0, count - MOST_SWEPT);
                  long from = ThreadLocalRandom.current().nextLong(spare + 1);
                  return redis.zrangebyscore(keys.names(), old, Limit.create(from, MOST_SWEPT));
                })
            .thenAccept(found -> found.forEach(name -> removeIfEmpty(redis, name)));
  }

  private void removeIfEmpty(RedisClusterAsyncCommands<String, byte[]> redis, byte[] value) {
    String name = Replies.text(value);
    var unused =
        redis
            .exists(keys.messages(name), keys.messages(name + QueueStore.DEAD_LETTERS))
            .thenCompose(
                count ->
                    count == 0
                        ? redis.zrem(keys.names(), value)
                        : CompletableFuture.completedStage(0L));
  }
}
