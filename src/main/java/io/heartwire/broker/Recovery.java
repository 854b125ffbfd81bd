package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a subscriber's recovery: every publication that it missed, or a clear "not
 * recovered". Never a part.
 */
@Internal
public sealed interface Recovery {

  /** The stream's position, which the subscriber has from now on in either case. */
  StreamPosition now();

  /**
   * The recovery is complete.
   *
   * @param missed every publication after the subscriber's position, in order; often none
   */
  record Recovered(List<Publication> missed, StreamPosition now) implements Recovery {

    public Recovered {
      missed = List.copyOf(missed);
    }
  }

  /** The recovery is not possible: the subscriber must fetch its state elsewhere. */
  record NotRecovered(Cause cause, StreamPosition now) implements Recovery {}

  /** The reason for which recovery is not possible. */
  enum Cause {
    /** The stream has started again since: the missed publications are unknown. */
    OTHER_EPOCH,
    /** The subscriber's offset is beyond the end of the stream. */
    FUTURE_OFFSET,
    /** A missed publication is not in the page: beyond size or TTL, removed, or cut by a limit. */
    INCOMPLETE
  }

  /**
   * Decides by the page of {@link HistoryQuery#since}, or one with more publications, oldest first.
   *
   * <p>An offset without an epoch is taken as one of the present stream. Offset 0 means "from the
   * beginning".
   */
  static Recovery decide(StreamPosition client, HistoryPage page) {
    StreamPosition now = page.now();
    if (!client.epoch().isEmpty() && !client.epoch().equals(now.epoch())) {
      return new NotRecovered(Cause.OTHER_EPOCH, now);
    }
    if (client.offset() > now.offset()) {
      return new NotRecovered(Cause.FUTURE_OFFSET, now);
    }
    List<Publication> missed = new ArrayList<>();
    long next = client.offset() + 1;
    for (Publication publication : page.publications()) {
      if (publication.offset() == next) {
        missed.add(publication);
        next++;
      } else if (publication.offset() > next) {
        break;
      }
    }
    return next == now.offset() + 1
        ? new Recovered(missed, now)
        : new NotRecovered(Cause.INCOMPLETE, now);
  }
}
