package io.heartwire.broker.memory;

import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One channel's stream: epoch, offset, and the publications still kept. Guarded by its channel's
 * lock.
 *
 * <p>It <em>has begun</em> once a client may hold a position in it. From then on epoch and offset
 * are kept, longer than the publications themselves, until {@link #end}.
 */
final class MemoryStream {
  /** The approximate bytes of a stream without publications. */
  private static final int OVERHEAD = 512;

  private final Epochs epochs;
  private final History history = new History();
  private String epoch;
  private long offset;
  private boolean begun;
  private long metaUntil;
  private PublishOptions.@Nullable Version version; // the newest

  MemoryStream(Epochs epochs) {
    this.epochs = epochs;
    this.epoch = epochs.current();
  }

  /** Appends a publication. */
  Publication append(
      PublicationDraft draft, PublishOptions options, long now, long wallMillis, long metaNanos) {
    long ttl = options.historyTtl().toNanos();
    keep(now, Math.max(metaNanos, ttl));
    if (options.version() != null) {
      version = options.version();
    }
    Publication publication = Publication.of(draft, ++offset, wallMillis);
    history.append(publication, now + ttl, options.historySize());
    return publication;
  }

  /** Returns whether the version of the options is not newer than the last appended one. */
  boolean isStale(PublishOptions options) {
    PublishOptions.Version newer = options.version();
    return newer != null && version != null && newer.isStaleAfter(version);
  }

  /** Keeps epoch and offset for at least that long from now on. */
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

  /** Returns whether epoch and offset have expired. */
  boolean isStale(long now) {
    return begun && history.isEmpty() && now - metaUntil >= 0;
  }

  /**
   * Ends the stream and drops its data. The next one has another epoch if this one had
   * publications.
   */
  void end() {
    if (offset > 0) {
      epochs.retire();
    }
    epoch = epochs.current();
    offset = 0;
    begun = false;
    version = null;
    history.clear();
  }

  boolean hasBegun() {
    return begun;
  }

  /** Returns whether nothing has been published to it, so that only its epoch is kept. */
  boolean isUnpublished() {
    return offset == 0;
  }

  /** The approximate size in memory; 0 before it has begun. */
  long bytes() {
    return begun ? OVERHEAD + history.bytes() : 0;
  }
}
