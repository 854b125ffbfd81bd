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
 * The position of one subscriber in a stream, with its filter and its wire format.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Subscription} that owns it. Any thread may
 * read the final fields.
 */
final class StreamCursor {

  /** What to do with a publication for the subscriber. */
  enum Step {
    /** Deliver it. */
    WANTED,
    /** Skip it: the subscriber has it already, or its filter excludes it. */
    SKIPPED,
    /** A publication before it is missing. */
    GAP
  }

  private final @Nullable Predicate<Map<String, String>> filter;
  private final boolean recoverable;
  private final boolean isRecovering;
  private final boolean rejectsUnrecovered;
  private final boolean positioned;
  private final boolean deltas;
  private final WireFormat format;

  private @Nullable StreamPosition since; // until it is established
  private StreamPosition position = StreamPosition.NONE;
  private @Nullable Publication lastSent; // kept for deltas only
  private @Nullable StreamPosition suspected;

  StreamCursor(SubscribeRequest request, ChannelOptions options, WireFormat plain) {
    this.filter = request.filter(); // keeps nothing else of the request, to save memory
    boolean keeps = options.keepsHistory();
    boolean mayAsk = request.mayReadHistory();
    boolean asksToRecover = mayAsk && (request.recoverable() || request.since() != null);
    this.recoverable = keeps && (options.forceRecovery() || asksToRecover);
    this.isRecovering = request.since() != null;
    this.since = recoverable ? request.since() : null;
    this.rejectsUnrecovered = request.rejectsUnrecovered() && since != null;
    boolean asksForPosition = mayAsk && request.positioned();
    this.positioned = recoverable || (keeps && (options.forcePositioning() || asksForPosition));
    WireFormat withDeltas =
        request.deltas() && options.delta() != DeltaKind.NONE ? plain.withDeltas() : null;
    this.deltas = withDeltas != null;
    this.format = withDeltas == null ? plain : withDeltas;
  }

  /** Returns whether every publication is passed on unchanged. */
  boolean isSimple() {
    return !positioned && !deltas && filter == null;
  }

  /** Returns whether the subscriber must not miss a publication. */
  boolean mayMissNothing() {
    return positioned || deltas;
  }

  boolean isPositioned() {
    return positioned;
  }

  WireFormat format() {
    return format;
  }

  /** The position to recover from, or null if there is none or the recovery is done. */
  @Nullable StreamPosition since() {
    return since;
  }

  /**
   * Sets its position, and recovers missed publications if requested.
   *
   * @param page the publications after the position to recover from, or the stream's position
   *     alone; null if the subscription is not positioned
   * @throws ChannelException if the subscriber insists on a recovery that is not possible
   */
  SubscribeResult establish(ChannelName channel, @Nullable HistoryPage page, SubscribeGrant grant) {
    StreamPosition from = since;
    since = null;
    List<Publication> missed = List.of();
    boolean recovered = false;
    if (page != null) {
      position = page.now();
      if (from != null && Recovery.decide(from, page) instanceof Recovery.Recovered all) {
        recovered = true;
        missed = all.missed().stream().filter(this::isWanted).toList();
      }
    }
    if (rejectsUnrecovered && !recovered) {
      throw new ChannelException(
          ChannelProblem.UNRECOVERABLE_POSITION,
          "the history of %s no longer has all publications after the subscriber's position"
              .formatted(channel));
    }
    if (deltas && !missed.isEmpty()) {
      lastSent = missed.get(missed.size() - 1);
    }
    return new SubscribeResult(
        recoverable,
        positioned,
        position,
        recovered && from != null ? from.offset() : position.offset(),
        isRecovering,
        recovered,
        missed,
        deltas,
        grant.data(),
        grant.ttl());
  }

  /** Moves the position to a publication, and says what to do with it. */
  Step advance(StreamPosition at, Publication publication) {
    if (positioned && publication.offset() > 0) {
      if (!at.epoch().equals(position.epoch()) || publication.offset() > position.offset() + 1) {
        return Step.GAP;
      }
      if (publication.offset() <= position.offset()) {
        return Step.SKIPPED; // the reply contained it
      }
      position = at;
    }
    return isWanted(publication) ? Step.WANTED : Step.SKIPPED;
  }

  /**
   * Encodes a wanted publication for the subscriber, and remembers it as the last one sent. Returns
   * null if it cannot be encoded.
   */
  @Nullable Message encode(EncodedPublication encodings) {
    boolean asDelta = deltas && has(encodings.previous());
    Message message = encodings.in(format, asDelta);
    lastSent = deltas && message != null ? encodings.publication() : null;
    return message;
  }

  /**
   * Returns whether the subscriber is behind the broker's stream. A difference counts only if two
   * checks in a row find it at the same position: otherwise the missing publications may be in
   * transit.
   *
   * @param isCertain whether nothing can be in transit, so that the first difference counts
   */
  boolean isBehind(StreamPosition stream, boolean isCertain) {
    boolean differs =
        positioned
            && (!stream.epoch().equals(position.epoch()) || stream.offset() > position.offset());
    boolean confirmed = differs && (isCertain || position.equals(suspected));
    suspected = differs ? position : null;
    return confirmed;
  }

  /** Returns whether the publication is the last one that the subscriber got. */
  @SuppressWarnings("ReferenceEquality") // an equal one is not enough: offsets may be missing
  private boolean has(@Nullable Publication previous) {
    return previous != null && previous == lastSent;
  }

  private boolean isWanted(Publication publication) {
    return filter == null || filter.test(publication.tags());
  }
}
