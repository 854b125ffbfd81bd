package io.heartwire.broker.redis;

import io.heartwire.time.TimeSource;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Removes the clients of leases that have ended, one node at a time, in batches, and tells of those
 * whose leave is announced. If the lease's node lives and has another lease, nobody has left.
 *
 * <p>A script removes each client once, so that one node tells of it. If that node dies between the
 * two, nobody does.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
final class PresenceSweep implements LeaseListener {
  private static final int CHANNELS = 20;
  private static final int CLIENTS = 100;
  private static final int LOCK_MILLIS = 5_000;

  private static final Script LOCK =
      Script.of(
          """
          local holder = redis.call('GET', KEYS[1])
          if holder and holder ~= ARGV[1] then return 0 end
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          return 1
          """,
          ScriptOutputType.INTEGER);

  private static final Script REMOVE =
      Script.of(
          """
          local page = redis.call('HSCAN', KEYS[1], ARGV[2], 'COUNT', ARGV[3])
          local answer = {page[1]}
          local owner = ARGV[1] .. ' '
          for i = 1, #page[2], 2 do
            if string.sub(page[2][i + 1], 1, #owner) == owner then
              redis.call('HDEL', KEYS[1], page[2][i])
              answer[#answer + 1] = page[2][i + 1]
            end
          end
          return answer
          """,
          ScriptOutputType.MULTI);

  private static final Script FORGET =
      Script.of(
          """
          redis.call('ZREM', KEYS[1], ARGV[1])
          redis.call('HDEL', KEYS[2], ARGV[1])
          redis.call('DEL', KEYS[3])
          return 1
          """,
          ScriptOutputType.INTEGER);

  private final RedisLink link;
  private final ClusterKeys keys;
  private final NodeLease lease;
  private final SweptClients swept;
  private final FailureLog failures;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  PresenceSweep(
      RedisLink link, ClusterKeys keys, NodeLease lease, SweptClients swept, TimeSource time) {
    this.link = link;
    this.keys = keys;
    this.lease = lease;
    this.swept = swept;
    this.failures =
        new FailureLog(
            link, time, "A lease that ended could not be swept; it goes on after the next renewal");
  }

  @Override
  public void renewed(Leases leases) {
    for (Lease ended : leases.ended()) {
      if (underWay.add(ended.id())) {
        boolean haveLeft = !leases.isAlive(ended.uid());
        new AsyncRounds(link.threads(), () -> round(ended.id(), haveLeft), failures::add).request();
      }
    }
  }

  /** Removes what a lease that nobody knows has in the channel. */
  void clear(String channel, String owner) {
    remove(channel, owner, "0", false).whenComplete((done, failure) -> failures.add(failure));
  }

  private CompletionStage<Boolean> round(String ended, boolean haveLeft) {
    return Replies.named(
            "sweeping lease " + ended,
            () ->
                LOCK.<Long>call(
                        link,
                        List.of(keys.sweep(ended)),
                        Replies.bytes(lease.me().uid()),
                        Replies.bytes(LOCK_MILLIS))
                    .thenCompose(
                        locked ->
                            locked == 1
                                ? batch(ended, haveLeft)
                                : CompletableFuture.completedStage(false)))
        .whenComplete(
            (more, failure) -> {
              if (failure != null || !more) {
                underWay.remove(ended);
              }
            });
  }

  private CompletionStage<Boolean> batch(String ended, boolean haveLeft) {
    return link.commands()
        .srandmember(keys.channels(ended), CHANNELS)
        .thenCompose(
            channels -> {
              if (channels.isEmpty()) {
                return forget(ended);
              }
              List<CompletableFuture<?>> all = new ArrayList<>();
              for (byte[] channel : channels) {
                all.add(
                    remove(Replies.text(channel), ended, "0", haveLeft)
                        .thenCompose(done -> link.commands().srem(keys.channels(ended), channel))
                        .toCompletableFuture());
              }
              return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                  .thenApply(done -> true);
            });
  }

  private CompletionStage<Boolean> forget(String ended) {
    return FORGET
        .<Long>call(
            link, List.of(keys.leases(), keys.nodes(), keys.sweep(ended)), Replies.bytes(ended))
        .thenApply(done -> false);
  }

  private CompletionStage<@Nullable Void> remove(
      String channel, String owner, String cursor, boolean haveLeft) {
    return REMOVE
        .<List<Object>>call(
            link,
            List.of(keys.presence(channel)),
            Replies.bytes(owner),
            Replies.bytes(cursor),
            Replies.bytes(CLIENTS))
        .<@Nullable Void>thenCompose(
            page -> {
              String next = Replies.text(page.get(0));
              List<Object> removed = haveLeft ? page.subList(1, page.size()) : List.of();
              CompletionStage<@Nullable Void> told = tell(channel, removed);
              if (next.equals("0")) {
                return told;
              }
              return told.thenCompose(done -> remove(channel, owner, next, haveLeft));
            });
  }

  private CompletionStage<@Nullable Void> tell(String channel, List<Object> removed) {
    List<CompletableFuture<?>> leaves = new ArrayList<>();
    for (Object value : removed) {
      try {
        StoredClient gone = StoredClient.of((byte[]) value);
        if (gone.announced()) {
          leaves.add(swept.left(channel, gone.client()).toCompletableFuture());
        }
      } catch (IOException | RuntimeException failure) {
        failures.add(failure);
      }
    }
    return CompletableFuture.allOf(leaves.toArray(CompletableFuture[]::new))
        .<@Nullable Void>handle(
            (done, failure) -> {
              failures.add(failure);
              return null;
            });
  }
}
