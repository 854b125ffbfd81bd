package io.heartwire.channel;

import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What is published to a channel while a subscriber has not been told yet where it follows. Takes
 * all of it or, once it is too much, nothing any more: a part would be a gap.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Subscription} that owns it, and given up
 * when that begins or ends.
 */
final class Aside {

  /** A publication, and where the stream stands with it. */
  record Kept(Publication publication, StreamPosition position) {}

  private final Queue<Kept> waiting = new ArrayDeque<>(1);
  private final int limit;
  private boolean overflowed;

  /**
   * Begins empty.
   *
   * @param limit publications, {@code heartwire.channel.subscribe-buffer}
   */
  Aside(int limit) {
    this.limit = limit;
  }

  /** Whether it was kept; if there is no room for it, what was kept before is let go, too. */
  boolean keep(Publication publication, StreamPosition position) {
    if (overflowed) {
      return false;
    }
    if (waiting.size() >= limit) {
      overflowed = true;
      waiting.clear();
      return false;
    }
    waiting.add(new Kept(publication, position));
    return true;
  }

  boolean hasOverflowed() {
    return overflowed;
  }

  /** The oldest, which is not kept any more; null when there is none. */
  @Nullable Kept poll() {
    return waiting.poll();
  }
}
