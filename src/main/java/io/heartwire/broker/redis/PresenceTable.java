package io.heartwire.broker.redis;

import io.heartwire.broker.ClientInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The present clients of this node: what Redis should have of them. Guarded by this, also by its
 * user for several calls together.
 */
final class PresenceTable {

  /** Where a client is present. */
  record Slot(String channel, String client) {}

  /**
   * @param announced whether others are told of its leave
   * @param until {@code TimeSource} nanoseconds
   */
  record Entry(ClientInfo client, boolean announced, long until) {
    boolean says(Entry other) {
      return client.equals(other.client)
          && client.connectionInfo().kind() == other.client.connectionInfo().kind()
          && client.channelInfo().kind() == other.client.channelInfo().kind()
          && announced == other.announced;
    }
  }

  /** What adding a client has changed. */
  enum Change {
    /** There is no room. */
    FULL,
    /** Only its time. */
    RENEWED,
    /** What is said of it. */
    REPLACED,
    /** It is new. */
    ADDED
  }

  private static final class Clients {
    final Map<String, Entry> entries = new LinkedHashMap<>();
    String indexedUnder = "";
  }

  private final int most;
  private final Map<String, Clients> channels = new HashMap<>();
  private int size;

  PresenceTable(int most) {
    this.most = most;
  }

  synchronized Change put(String channel, Entry entry) {
    Clients known = channels.get(channel);
    Entry last = known == null ? null : known.entries.get(entry.client.client());
    if (last == null && size >= most) {
      return Change.FULL;
    }
    channels
        .computeIfAbsent(channel, first -> new Clients())
        .entries
        .put(entry.client.client(), entry);
    if (last == null) {
      size++;
      return Change.ADDED;
    }
    return last.says(entry) ? Change.RENEWED : Change.REPLACED;
  }

  /** Returns whether it was there. */
  synchronized boolean remove(Slot slot) {
    Clients known = channels.get(slot.channel);
    if (known == null || known.entries.remove(slot.client) == null) {
      return false;
    }
    size--;
    if (known.entries.isEmpty()) {
      channels.remove(slot.channel);
    }
    return true;
  }

  /** Removes the entry unless there is another one meanwhile: an equal one is another call's. */
  @SuppressWarnings("ReferenceEquality")
  synchronized void undo(Slot slot, Entry added) {
    if (find(slot) == added) {
      remove(slot);
    }
  }

  synchronized @Nullable Entry find(Slot slot) {
    Clients known = channels.get(slot.channel);
    return known == null ? null : known.entries.get(slot.client);
  }

  synchronized boolean isPresent(Slot slot, long now) {
    Entry entry = find(slot);
    return entry != null && now - entry.until < 0;
  }

  synchronized boolean has(String channel) {
    return channels.containsKey(channel);
  }

  /**
   * Returns whether the channel has still to be noted under the lease, and takes it as noted from
   * now on.
   */
  synchronized boolean mustNote(String channel, String lease) {
    Clients known = channels.get(channel);
    if (known == null || known.indexedUnder.equals(lease)) {
      return false;
    }
    known.indexedUnder = lease;
    return true;
  }

  /** The channel may not be noted under the lease. */
  synchronized void noteAgain(String channel) {
    Clients known = channels.get(channel);
    if (known != null) {
      known.indexedUnder = "";
    }
  }

  /** Removes those whose time has ended, and returns them. */
  synchronized List<Slot> expire(long now) {
    List<Slot> ended = new ArrayList<>();
    channels.forEach(
        (channel, clients) ->
            clients.entries.forEach(
                (client, entry) -> {
                  if (now - entry.until >= 0) {
                    ended.add(new Slot(channel, client));
                  }
                }));
    ended.forEach(this::remove);
    return ended;
  }

  synchronized List<Slot> slots() {
    List<Slot> all = new ArrayList<>(size);
    channels.forEach(
        (channel, clients) ->
            clients.entries.keySet().forEach(client -> all.add(new Slot(channel, client))));
    return all;
  }

  synchronized int size() {
    return size;
  }

  int most() {
    return most;
  }
}
