package io.heartwire.broker.redis;

import io.heartwire.broker.redis.PresenceTable.Entry;
import io.heartwire.broker.redis.PresenceTable.Slot;
import io.heartwire.time.TimeSource;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes Redis have what the table of this node's present clients has. What could not be written is
 * written again after the next renewal of the lease; after a new lease it is everything, in
 * batches. Safe for use by any thread; nothing blocks.
 */
final class PresenceStore implements LeaseListener {
  private static final Logger LOG = Logger.getLogger(PresenceStore.class.getName());
  static final int BATCH = 50;
  private static final int JITTER_MILLIS = 200;
  private static final int MOST_REMOVALS = 100_000;

  private final RedisLink link;
  private final ClusterKeys keys;
  private final NodeLease lease;
  private final PresenceTable table;
  private final TimeSource time;
  private final FailureLog failures;
  private final AsyncRounds repairs;

  /** Slots of which Redis may have something else. Guarded by this. */
  private Set<Slot> unsure = new LinkedHashSet<>();

  PresenceStore(
      RedisLink link, ClusterKeys keys, NodeLease lease, PresenceTable table, TimeSource time) {
    this.link = link;
    this.keys = keys;
    this.lease = lease;
    this.table = table;
    this.time = time;
    this.failures =
        new FailureLog(link, time, "Presence could not be written, and is after the next renewal");
    this.repairs = new AsyncRounds(link.threads(), this::repair, failures::add);
  }

  /** Writes what the table has of the slot now; calls for one slot take effect in their order. */
  CompletionStage<@Nullable Void> write(Slot slot) {
    CompletionStage<@Nullable Void> done;
    try {
      done = give(slot);
    } catch (RuntimeException refused) {
      done = CompletableFuture.failedStage(refused);
    }
    return done.whenComplete(
        (written, failure) -> {
          if (failure != null) {
            table.noteAgain(slot.channel());
            later(slot);
          }
        });
  }

  /** Everything is written again. */
  @Override
  public void registered() {
    Set<Slot> all = new LinkedHashSet<>(table.slots());
    synchronized (this) {
      unsure = all; // the sweep of the old lease removes what is no longer in the table
    }
    if (!all.isEmpty()) {
      soon();
    }
  }

  @Override
  public void renewed(Leases leases) {
    table.expire(time.nanos()).forEach(this::later);
    if (hasRepairs()) {
      repairs.request();
    }
  }

  private CompletionStage<@Nullable Void> give(Slot slot) {
    RedisClusterAsyncCommands<String, byte[]> redis = link.commands();
    String channel = slot.channel();
    List<CompletableFuture<?>> commands = new ArrayList<>();
    synchronized (table) { // so that commands are in the order of what they say
      String owner = lease.id();
      Entry entry = table.find(slot);
      if (table.mustNote(channel, owner)) {
        commands.add(future(redis.sadd(keys.channels(owner), Replies.bytes(channel))));
      }
      if (entry == null) {
        commands.add(future(redis.hdel(keys.presence(channel), slot.client())));
      } else {
        byte[] value = new StoredClient(owner, entry.client(), entry.announced()).value();
        commands.add(future(redis.hset(keys.presence(channel), slot.client(), value)));
      }
      if (!table.has(channel)) {
        commands.add(future(redis.srem(keys.channels(owner), Replies.bytes(channel))));
      }
    }
    return CompletableFuture.allOf(commands.toArray(CompletableFuture[]::new))
        .<@Nullable Void>thenApply(done -> null);
  }

  private static CompletableFuture<?> future(CompletionStage<?> command) {
    return command.toCompletableFuture();
  }

  private void later(Slot slot) {
    boolean tooMany;
    synchronized (this) {
      unsure.add(slot);
      tooMany = unsure.size() > table.size() + MOST_REMOVALS;
      if (tooMany) {
        unsure = new LinkedHashSet<>();
      }
    }
    if (tooMany) {
      LOG.warning("Redis was away for long: this node takes a new lease and is written anew");
      lease.startOver();
    }
  }

  private synchronized boolean hasRepairs() {
    return !unsure.isEmpty();
  }

  private CompletionStage<Boolean> repair() {
    List<CompletableFuture<?>> batch = new ArrayList<>();
    take().forEach(slot -> batch.add(future(write(slot))));
    return CompletableFuture.allOf(batch.toArray(CompletableFuture[]::new))
        .thenApply(done -> hasRepairs());
  }

  private synchronized List<Slot> take() {
    List<Slot> batch = unsure.stream().limit(BATCH).toList();
    batch.forEach(unsure::remove);
    return batch;
  }

  /** After a failover all nodes would write at once. */
  private void soon() {
    link.later(repairs::request, ThreadLocalRandom.current().nextInt(JITTER_MILLIS));
  }
}
