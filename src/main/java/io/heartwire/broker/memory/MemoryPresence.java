package io.heartwire.broker.memory;

import io.heartwire.broker.ClientInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The presence of one channel, each entry with its expiry. Guarded by its channel's lock; only the
 * limit is shared with other channels.
 */
final class MemoryPresence {

  private record Entry(ClientInfo client, long until) {}

  private final PresenceLimit limit;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  MemoryPresence(PresenceLimit limit) {
    this.limit = limit;
  }

  /** Returns false if the client is new and the limit is reached. */
  boolean add(ClientInfo client, Duration ttl, long now) {
    if (!entries.containsKey(client.client()) && !limit.enter()) {
      return false;
    }
    entries.put(client.client(), new Entry(client, now + ttl.toNanos()));
    return true;
  }

  void remove(String clientId) {
    if (entries.remove(clientId) != null) {
      limit.leave(1);
    }
  }

  void expire(long now) {
    int before = entries.size();
    entries.values().removeIf(entry -> now - entry.until >= 0);
    limit.leave(before - entries.size());
  }

  List<ClientInfo> list() {
    List<ClientInfo> clients = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> clients.add(entry.client));
    return clients;
  }

  int size() {
    return entries.size();
  }
}
