package io.heartwire.channel;

import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.Publication;
import io.heartwire.broker.Recovery;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.Message;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows one stream for one subscriber: where the subscriber stands, what it wants of what is
 * published, and in which form it takes it.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Subscription} that owns it. What is fixed
 * from the start may be read by any thread.
 */
final class Follower {

  /** What a publication is to the subscriber. */
  enum Step {
    /** It is to have it. */
    WANTED,
    /** It has it already, or does not want it. */
    SKIPPED,
    /** Something before it is missing. */
    GAP
  }

  private final SubscribeRequest request;
  private final boolean recoverable;
  private final boolean positioned;
  private final boolean deltas;
  private final WireFormat format;

  private StreamPosition position = StreamPosition.NONE;
  private @Nullable Publication lastSent; // kept for deltas only
  private @Nullable StreamPosition suspected;

  Follower(SubscribeRequest request, ChannelOptions options, WireFormat plain) {
    this.request = request;
    boolean keeps = options.keepsHistory();
    this.recoverable =
        keeps && (options.forceRecovery() || request.recoverable() || request.since() != null);
    this.positioned =
        recoverable || (keeps && (options.forcePositioning() || request.positioned()));
    WireFormat withDeltas =
        request.deltas() && options.delta() != DeltaKind.NONE ? plain.withDeltas() : null;
    this.deltas = withDeltas != null;
    this.format = withDeltas == null ? plain : withDeltas;
  }

  /** Whether every publication is simply passed on. */
  boolean isSimple() {
    return !positioned && !deltas && request.filter() == null;
  }

  /** Whether the subscriber counts on missing nothing. */
  boolean mayMissNothing() {
    return positioned || deltas;
  }

  boolean isPositioned() {
    return positioned;
  }

  WireFormat format() {
    return format;
  }

  /** The position to recover from, or null. */
  @Nullable StreamPosition since() {
    return recoverable ? request.since() : null;
  }

  /**
   * Takes up its position.
   *
   * @param page what follows the position to recover from, or the stream's position alone; null if
   *     there is no position
   */
  Established establish(@Nullable HistoryPage page, SubscribeGrant grant) {
    StreamPosition since = since();
    List<Publication> missed = List.of();
    boolean recovered = false;
    if (page != null) {
      position = page.now();
      if (since != null && Recovery.decide(since, page) instanceof Recovery.Recovered all) {
        recovered = true;
        missed = all.missed().stream().filter(this::isWanted).toList();
      }
    }
    if (deltas && !missed.isEmpty()) {
      lastSent = missed.get(missed.size() - 1);
    }
    return new Established(
        recoverable,
        positioned,
        position,
        since != null,
        recovered,
        missed,
        deltas,
        grant.data(),
        grant.ttl());
  }

  /** Goes on to a publication. */
  Step advance(StreamPosition at, Publication publication) {
    if (positioned && publication.offset() > 0) {
      if (!at.epoch().equals(position.epoch()) || publication.offset() > position.offset() + 1) {
        return Step.GAP;
      }
      if (publication.offset() <= position.offset()) {
        return Step.SKIPPED; // it came with the reply already
      }
      position = at;
    }
    return isWanted(publication) ? Step.WANTED : Step.SKIPPED;
  }

  /**
   * A wanted publication in the subscriber's form; from now on the subscriber counts as having it.
   */
  Message encode(Encodings encodings) {
    boolean asDelta = deltas && has(encodings.previous());
    lastSent = deltas ? encodings.publication() : null;
    return encodings.in(format, asDelta);
  }

  /**
   * Compares with where the broker's stream stands. A difference counts when the same one is found
   * twice, since what is on its way arrives in between.
   */
  boolean isBehind(StreamPosition stream) {
    boolean differs =
        positioned
            && (!stream.epoch().equals(position.epoch()) || stream.offset() > position.offset());
    boolean confirmed = differs && position.equals(suspected);
    suspected = differs ? position : null;
    return confirmed;
  }

  /** Whether the publication is the last one that the subscriber has. */
  @SuppressWarnings("ReferenceEquality") // an equal one is not enough: offsets may be missing
  private boolean has(@Nullable Publication previous) {
    return previous != null && previous == lastSent;
  }

  private boolean isWanted(Publication publication) {
    Predicate<Map<String, String>> filter = request.filter();
    return filter == null || filter.test(publication.tags());
  }
}
