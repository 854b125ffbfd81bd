package io.heartwire.channel;

import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A buffer for the publications that arrive while a subscription is being established. On overflow
 * it drops everything and keeps nothing more, since a part would be a gap.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Subscription} that owns it, which drops it
 * when it begins or ends.
 */
final class JoinBuffer {

  /** A publication and the stream position after it. */
  record Kept(Publication publication, StreamPosition position) {}

  private final Queue<Kept> waiting = new ArrayDeque<>(1);
  private final int limit;
  private boolean overflowed;

  /**
   * Creates an empty buffer.
   *
   * @param limit publications, {@code heartwire.channel.subscribe-buffer}
   */
  JoinBuffer(int limit) {
    this.limit = limit;
  }

  /** Keeps a publication. If the buffer is full, drops all that it holds and returns false. */
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

  /**
   * @throws ChannelException if it has overflowed
   */
  void requireComplete(ChannelName channel) {
    if (overflowed) {
      throw new ChannelException(
          ChannelProblem.INTERNAL,
          "more was published to %s while subscribing than heartwire.channel.subscribe-buffer=%d"
              .formatted(channel, limit));
    }
  }

  boolean hasOverflowed() {
    return overflowed;
  }

  /** Takes the oldest, or returns null when there is none. */
  @Nullable Kept poll() {
    return waiting.poll();
  }
}
