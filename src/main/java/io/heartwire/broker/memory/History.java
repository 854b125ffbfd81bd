package io.heartwire.broker.memory;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publications that a stream keeps: a growing ring buffer. Offsets have no gaps, so each is
 * found in constant time. Guarded by its channel's lock.
 */
final class History {
  /** Approximate bytes of a publication besides its payload. */
  private static final int OVERHEAD = 160;

  private static final int LEAST = 8;

  /** A publication with its size in memory and its expiry. */
  private record Kept(Publication publication, long until, int bytes) {}

  private @Nullable Kept[] ring = {};
  private int head;
  private int size;
  private long bytes;

  /** Adds a publication, and drops the oldest beyond the size. */
  void append(Publication publication, long until, int mostKept) {
    while (size >= mostKept) {
      dropOldest();
    }
    if (size == ring.length) {
      grow();
    }
    Kept kept = new Kept(publication, until, cost(publication));
    ring[index(size)] = kept;
    size++;
    bytes += kept.bytes;
  }

  /**
   * Drops expired publications from the oldest on; one behind a longer-lived one waits for that.
   */
  void expire(long now) {
    while (size > 0 && now - at(0).until >= 0) {
      dropOldest();
    }
  }

  void clear() {
    ring = new Kept[0];
    head = 0;
    size = 0;
    bytes = 0;
  }

  List<Publication> read(HistoryQuery query) {
    if (size == 0 || query.limit() == 0) {
      return List.of();
    }
    long from = start(query);
    long available = query.reverse() ? from + 1 : size - from;
    int count = (int) (query.limit() < 0 ? available : Math.min(available, query.limit()));
    int step = query.reverse() ? -1 : 1;
    List<Publication> publications = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      publications.add(at((int) from + i * step).publication);
    }
    return publications;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The approximate size of the publications in memory. */
  long bytes() {
    return bytes;
  }

  /**
   * Returns the index where reading begins, or one outside of the ring if there is nothing to read.
   */
  private long start(HistoryQuery query) {
    StreamPosition since = query.since();
    if (since == null) {
      return query.reverse() ? size - 1 : 0;
    }
    long place = since.offset() - at(0).publication.offset();
    if (query.reverse()) {
      return place > size ? -1 : Math.max(-1, place - 1);
    }
    return Math.max(0, Math.min(size, place + 1));
  }

  private void dropOldest() {
    bytes -= at(0).bytes;
    ring[head] = null;
    head = (head + 1) % ring.length;
    size--;
    if (size == 0) {
      clear();
    }
  }

  private Kept at(int place) {
    Kept kept = ring[index(place)];
    if (kept == null) {
      throw new IllegalStateException("no publication at index " + place + " of " + size);
    }
    return kept;
  }

  private int index(int place) {
    return (head + place) % ring.length;
  }

  private void grow() {
    @Nullable Kept[] bigger = new Kept[Math.max(LEAST, ring.length * 2)];
    for (int i = 0; i < size; i++) {
      bigger[i] = at(i);
    }
    ring = bigger;
    head = 0;
  }

  private static int cost(Publication publication) {
    long cost = OVERHEAD + (long) publication.data().size();
    ClientInfo info = publication.info();
    if (info != null) {
      cost += info.connectionInfo().size() + (long) info.channelInfo().size();
      cost += 2L * (info.user().length() + info.client().length());
    }
    for (var tag : publication.tags().entrySet()) {
      cost += OVERHEAD / 2 + 2L * (tag.getKey().length() + tag.getValue().length());
    }
    return (int) Math.min(Integer.MAX_VALUE, cost);
  }
}
