package io.heartwire.client;

import io.heartwire.client.Subscribed.Recovery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a channel's stream has been received, so that nothing is delivered twice and recovery
 * begins at the right place. Guarded by the client's lock; any thread may read the position.
 */
final class StreamProgress {
  private volatile @Nullable StreamPosition position; // null where the channel has none
  private boolean hasLost; // whether a position was given up

  /**
   * What follows from a subscription's being established.
   *
   * @param missed publications to deliver first, in order
   */
  record Restart(Subscribed subscribed, List<Publication> missed) {}

  StreamProgress(@Nullable StreamPosition since) {
    position = since;
  }

  @Nullable StreamPosition position() {
    return position;
  }

  /** Missed publications cannot be recovered; the next subscription begins at the stream's end. */
  void giveUp() {
    hasLost = true;
    position = null;
  }

  Restart restart(ServerReply.SubscribeResult result) {
    StreamPosition before = position;
    Recovery recovery = recovery(before, result.recovered());
    hasLost = false;
    List<Publication> given = result.publications();
    List<Publication> missed =
        given.stream().filter(each -> before == null || each.offset() > before.offset()).toList();
    long offset = given.isEmpty() ? result.offset() : given.get(given.size() - 1).offset();
    boolean hasPosition = result.recoverable() || result.positioned();
    StreamPosition after = hasPosition ? new StreamPosition(offset, result.epoch()) : null;
    position = after;
    return new Restart(new Subscribed(recovery, after, result.data()), missed);
  }

  /** Marks a publication as received; false if it was received before. */
  boolean advance(Publication publication) {
    StreamPosition before = position;
    if (publication.offset() == 0 || before == null) {
      return true;
    }
    if (publication.offset() <= before.offset()) {
      return false;
    }
    position = new StreamPosition(publication.offset(), before.epoch());
    return true;
  }

  private Recovery recovery(@Nullable StreamPosition before, boolean isRecovered) {
    if (before == null) {
      return hasLost ? Recovery.INCOMPLETE : Recovery.NONE;
    }
    return isRecovered ? Recovery.COMPLETE : Recovery.INCOMPLETE;
  }
}
