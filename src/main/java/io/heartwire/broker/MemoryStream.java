package io.heartwire.broker;

import java.util.List;

/**
 * One channel's stream: epoch, offset, and the publications still kept. Confined to its channel's
 * lock.
 *
 * <p>It <em>has begun</em> once somebody may hold a position in it. From then on epoch and offset
 * are kept, longer than the publications themselves, until {@link #end}.
 */
final class MemoryStream {
  /** The objects of a stream without publications, roughly. */
  private static final int OVERHEAD = 512;

  private final Epochs epochs;
  private final History history = new History();
  private String epoch;
  private long offset;
  private boolean begun;
  private long metaUntil;

  MemoryStream(Epochs epochs) {
    this.epochs = epochs;
    this.epoch = epochs.current();
  }

  /** Appends and says where the stream stands then. */
  Publication append(
      PublicationDraft draft, PublishOptions options, long now, long wallMillis, long metaNanos) {
    long ttl = options.historyTtl().toNanos();
    keep(now, Math.max(metaNanos, ttl));
    Publication publication = Publication.of(draft, ++offset, wallMillis);
    history.append(publication, now + ttl, options.historySize());
    return publication;
  }

  /** From now on epoch and offset last for that long. */
  void keep(long now, long metaNanos) {
    long until = now + metaNanos;
    metaUntil = begun && metaUntil - until > 0 ? metaUntil : until;
    begun = true;
  }

  List<Publication> read(HistoryQuery query) {
    StreamPosition since = query.since();
    boolean comparable = since == null || since.epoch().isEmpty() || since.epoch().equals(epoch);
    return comparable ? history.read(query) : List.of();
  }

  StreamPosition position() {
    return new StreamPosition(offset, epoch);
  }

  void expirePublications(long now) {
    history.expire(now);
  }

  void removePublications() {
    history.clear();
  }

  /** Whether nobody needs its epoch and offset any longer. */
  boolean isStale(long now) {
    return begun && history.isEmpty() && now - metaUntil >= 0;
  }

  /** Forgets everything: what begins here next is another stream. */
  void end() {
    if (offset > 0) {
      epochs.retire();
    }
    epoch = epochs.current();
    offset = 0;
    begun = false;
    history.clear();
  }

  boolean hasBegun() {
    return begun;
  }

  /** What it takes in memory, roughly; 0 before it has begun. */
  long bytes() {
    return begun ? OVERHEAD + history.bytes() : 0;
  }
}
