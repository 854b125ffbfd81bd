package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a replica has what was written. WAIT stops the connection that gives it, and
 * only waits for what the same connection has written. So there is one connection for it alone to
 * each server, on which a small write goes before each WAIT: a replica that has this one has all
 * before it. While a WAIT is under way others gather for the next one.
 *
 * <p>An acknowledgement counts only where the server is of the generation in which the publication
 * was written: another one may never have heard of it. After a round that was not a success for all
 * the connection is made anew: behind the same address there may be another master by now, and the
 * one to which it leads may never say so.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
final class ReplicaAcks {
  private static final int SHARE = 2; // of the timeout, since one may wait for two rounds

  private static final Script MARK =
      Script.of(
          """
          redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
          return redis.call('INFO', 'replication')
          """,
          ScriptOutputType.VALUE);

  private record Waiting(
      String key, String generation, CompletableFuture<@Nullable Void> acknowledged) {

    /** Whether the publication was written under this generation. */
    boolean isOf(@Nullable String server) {
      return server != null && generation.endsWith(server);
    }
  }

  private final Function<String, String> serverOf;
  private final Function<String, CompletionStage<StatefulRedisConnection<String, byte[]>>> apart;
  private final Duration timeout;
  private final Map<String, Line> lines = new ConcurrentHashMap<>(); // by server

  /**
   * @param serverOf as {@link RedisShape#serverOf}
   * @param apart as {@link RedisShape#apart}
   */
  ReplicaAcks(
      Function<String, String> serverOf,
      Function<String, CompletionStage<StatefulRedisConnection<String, byte[]>>> apart,
      Duration timeout) {
    this.serverOf = serverOf;
    this.apart = apart;
    this.timeout = timeout;
  }

  /**
   * Completes when a replica has all that was written until now to the server of this key; fails if
   * none says so in time.
   *
   * @param generation of the server that has written
   */
  CompletionStage<@Nullable Void> await(String key, String generation) {
    Waiting waiting = new Waiting(key, generation, new CompletableFuture<>());
    lines.computeIfAbsent(serverOf.apply(key), Line::new).add(waiting);
    return waiting.acknowledged;
  }

  /** Whether the server has not got the slot of the key, or not any more. */
  private static boolean isElsewhere(@Nullable Throwable failure) {
    return failure != null
        && Replies.causeOf(failure) instanceof RedisCommandExecutionException refusal
        && refusal.getMessage() != null
        && (refusal.getMessage().startsWith("MOVED ") || refusal.getMessage().startsWith("ASK "));
  }

  private static BrokerException missing(String why) {
    return new BrokerException(
        BrokerException.Kind.UNAVAILABLE,
        "no replica has acknowledged it, as durability=replicated asks: " + why);
  }

  /** The connection to one server. */
  private final class Line {
    private final String server;
    private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

    // Guarded by this.
    private List<Waiting> next = new ArrayList<>(); // bounded by the publications under way
    private boolean isRunning;

    Line(String server) {
      this.server = server;
    }

    void add(Waiting waiting) {
      synchronized (this) {
        next.add(waiting);
        if (isRunning) {
          return;
        }
        isRunning = true;
      }
      round();
    }

    private void round() {
      List<Waiting> now;
      synchronized (this) {
        now = next;
        next = new ArrayList<>();
        if (now.isEmpty()) {
          isRunning = false;
          return;
        }
      }
      String key = now.get(now.size() - 1).key; // the last of which it was said that it is here
      CompletionStage<String> asked;
      try {
        asked = connected().thenCompose(to -> ask(to, key));
      } catch (RuntimeException failed) {
        asked = CompletableFuture.failedStage(failed);
      }
      var unused =
          asked.whenComplete(
              (generation, failure) -> {
                boolean isElsewhere = isElsewhere(failure);
                List<Waiting> ended =
                    now.stream().filter(each -> !isElsewhere || each.key.equals(key)).toList();
                List<Waiting> others =
                    now.stream().filter(each -> isElsewhere && !each.key.equals(key)).toList();
                if (failure != null || !now.stream().allMatch(each -> each.isOf(generation))) {
                  drop();
                }
                synchronized (this) {
                  next.addAll(0, others);
                }
                ended.forEach(each -> end(each, generation, failure));
                round();
              });
    }

    private void drop() {
      StatefulRedisConnection<String, byte[]> known = connection;
      connection = null;
      if (known != null) {
        var unused = known.closeAsync();
      }
    }

    private CompletionStage<StatefulRedisConnection<String, byte[]>> connected() {
      StatefulRedisConnection<String, byte[]> known = connection;
      if (known != null && known.isOpen()) {
        return CompletableFuture.completedStage(known);
      }
      drop();
      return apart
          .apply(server)
          .thenApply(
              made -> {
                connection = made;
                return made;
              });
    }

    /** Returns the generation of the server. */
    private CompletionStage<String> ask(StatefulRedisConnection<String, byte[]> to, String key) {
      RedisAsyncCommands<String, byte[]> redis = to.async();
      long millis = timeout.toMillis() / SHARE;
      CompletionStage<byte[]> marked =
          MARK.call(redis, List.of(key), Replies.bytes(10 * timeout.toMillis()));
      return marked.thenCompose(
          replication ->
              redis
                  .waitForReplication(1, millis)
                  .thenApply(
                      replicas -> {
                        if (replicas < 1) {
                          throw missing("waited for " + millis + " ms");
                        }
                        return Replication.id(Replies.text(replication));
                      }));
    }

    private void end(Waiting waiting, @Nullable String generation, @Nullable Throwable failure) {
      if (failure != null) {
        waiting.acknowledged.completeExceptionally(
            Replies.causeOf(failure) instanceof BrokerException known
                ? known
                : missing(RedisLink.reasonOf(failure)));
      } else if (!waiting.isOf(generation)) {
        waiting.acknowledged.completeExceptionally(missing("another server is the master now"));
      } else {
        waiting.acknowledged.complete(null);
      }
    }
  }
}
