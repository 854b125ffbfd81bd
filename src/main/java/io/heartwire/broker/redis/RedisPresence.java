package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Presence;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.redis.PresenceTable.Change;
import io.heartwire.broker.redis.PresenceTable.Entry;
import io.heartwire.broker.redis.PresenceTable.Slot;
import io.heartwire.time.TimeSource;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Presence in Redis: a hash per channel. A client is present as long as its node's lease lives, so
 * that renewing one is no command at all; its own TTL ends only on its node.
 */
final class RedisPresence implements Presence {
  /**
   * Answers with how many there are, and with all, unless these are more than the argument says.
   */
  private static final Script READ =
      Script.of(
          """
          local count = redis.call('HLEN', KEYS[1])
          if count > tonumber(ARGV[1]) then return {count} end
          local answer = redis.call('HVALS', KEYS[1])
          table.insert(answer, 1, count)
          return answer
          """,
          ScriptOutputType.MULTI);

  private final RedisLink link;
  private final ClusterKeys keys;
  private final NodeLease lease;
  private final TimeSource time;
  private final PresenceTable table;
  private final PresenceStore store;
  private final PresenceSweep sweep;
  private final FailureLog unreadable;

  /**
   * Before the lease is started.
   *
   * @param most present clients of this node, and of a channel that are read at once
   */
  RedisPresence(
      RedisLink link,
      ClusterKeys keys,
      NodeLease lease,
      TimeSource time,
      SweptClients swept,
      int most) {
    this.link = link;
    this.keys = keys;
    this.lease = lease;
    this.time = time;
    this.table = new PresenceTable(most);
    this.store = new PresenceStore(link, keys, lease, table, time);
    this.sweep = new PresenceSweep(link, keys, lease, swept, time);
    this.unreadable = new FailureLog(link, time, "A present client in Redis can't be read");
    lease.add(store);
    lease.add(sweep);
  }

  @Override
  public CompletionStage<@Nullable Void> addPresence(
      String channel, ClientInfo client, Duration ttl, boolean announced) {
    PublishOptions.requireLength("presence TTL", ttl);
    if (lease.id().isEmpty()) {
      return Replies.<@Nullable Void>named(
          "waiting for the first lease of this node",
          () ->
              lease.registered().thenCompose(now -> addPresence(channel, client, ttl, announced)));
    }
    Entry entry = new Entry(client, announced, time.nanos() + ttl.toNanos());
    Slot slot = new Slot(channel, client.client());
    Change change = table.put(channel, entry);
    return switch (change) {
      case FULL -> CompletableFuture.failedStage(noRoomFor(slot));
      case RENEWED -> done();
      case REPLACED -> write("adding", slot);
      case ADDED ->
          write("adding", slot)
              .whenComplete(
                  (added, failure) -> {
                    if (failure != null) {
                      table.undo(slot, entry);
                    }
                  });
    };
  }

  @Override
  public CompletionStage<@Nullable Void> removePresence(String channel, String clientId) {
    Slot slot = new Slot(channel, clientId);
    return table.remove(slot) ? write("removing", slot) : done();
  }

  @Override
  public CompletionStage<List<ClientInfo>> presence(String channel) {
    return Replies.named(
        "reading the presence of channel " + channel,
        () ->
            READ.<List<Object>>call(
                    link, List.of(keys.presence(channel)), Replies.bytes(table.most()))
                .thenApplyAsync(answer -> read(channel, answer), link.threads())
                .thenCompose(
                    stored ->
                        lease
                            .covering(uids(stored))
                            .thenApply(leases -> present(channel, stored, leases))));
  }

  @Override
  public CompletionStage<PresenceStats> presenceStats(String channel) {
    return presence(channel).thenApply(PresenceStats::of);
  }

  private CompletionStage<@Nullable Void> write(String what, Slot slot) {
    return Replies.<@Nullable Void>named(
        "%s client %s, present in channel %s".formatted(what, slot.client(), slot.channel()),
        () -> store.write(slot));
  }

  private List<ClientInfo> present(String channel, List<StoredClient> stored, Leases leases) {
    long now = time.nanos();
    Set<String> ownerless = new HashSet<>();
    List<ClientInfo> clients = new ArrayList<>();
    for (StoredClient each : stored) {
      String uid = each.uid();
      boolean isPresent =
          uid.equals(lease.me().uid())
              ? table.isPresent(new Slot(channel, each.client().client()), now)
              : leases.isAlive(uid);
      if (isPresent) {
        clients.add(each.client());
      } else if (!leases.knows(uid)) {
        ownerless.add(each.lease());
      }
    }
    ownerless.forEach(gone -> sweep.clear(channel, gone));
    return clients;
  }

  private List<StoredClient> read(String channel, List<Object> answer) {
    long count = Replies.number(answer.get(0));
    if (count > table.most()) {
      throw new BrokerException(
          "%d clients are present in channel %s, more than are read at once: see heartwire.broker.redis.max-presence=%d"
              .formatted(count, channel, table.most()));
    }
    List<StoredClient> stored = new ArrayList<>(answer.size());
    for (Object value : answer.subList(1, answer.size())) {
      try {
        stored.add(StoredClient.of((byte[]) value));
      } catch (IOException | IllegalArgumentException failure) {
        unreadable.add(failure);
      }
    }
    return stored;
  }

  private static Set<String> uids(List<StoredClient> stored) {
    return stored.stream().map(StoredClient::uid).collect(Collectors.toSet());
  }

  private BrokerException noRoomFor(Slot slot) {
    return new BrokerException(
        "no room for the presence of client %s in channel %s: %d clients of this node are present, which is the limit: raise heartwire.broker.redis.max-presence"
            .formatted(slot.client(), slot.channel(), table.most()));
  }

  private static CompletionStage<@Nullable Void> done() {
    return CompletableFuture.completedStage(null);
  }
}
