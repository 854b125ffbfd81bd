package io.heartwire.broker;

import java.util.ArrayList;
import java.util.List;

/**
 * What a subscriber that comes back gets: every publication it missed, or a clear "not recovered".
 * Never a part.
 */
public sealed interface Recovery {

  /** Where the stream stands: the position that the subscriber has from now on, either way. */
  StreamPosition now();

  /**
   * The subscriber goes on as if it had never been away.
   *
   * @param missed every publication behind the subscriber's position, in order; often none
   */
  record Recovered(List<Publication> missed, StreamPosition now) implements Recovery {

    public Recovered {
      missed = List.copyOf(missed);
    }
  }

  /** The subscriber has to fetch its state elsewhere. */
  record NotRecovered(Cause cause, StreamPosition now) implements Recovery {}

  /** Why not. */
  enum Cause {
    /** The stream began anew since: what was missed is unknown. */
    OTHER_EPOCH,
    /** An offset without an epoch: in which life of the stream it was is unknown. */
    UNKNOWN_EPOCH,
    /** The subscriber has an offset that the stream has not reached. */
    FUTURE_OFFSET,
    /** Something missed is not in the page: beyond size or TTL, removed, or cut by a limit. */
    INCOMPLETE
  }

  /**
   * Decides by the page that answers {@link HistoryQuery#since}, or one with more in it, oldest
   * first.
   *
   * <p>Offset 0 without an epoch means "from the beginning": recovered if the page has the present
   * stream as a whole.
   */
  static Recovery decide(StreamPosition client, HistoryPage page) {
    StreamPosition now = page.now();
    if (client.epoch().isEmpty() && client.offset() > 0) {
      return new NotRecovered(Cause.UNKNOWN_EPOCH, now);
    }
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
