package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a subscriber when its subscription begins. Exactly the publications after it follow.
 *
 * @param recoverable whether it can recover later from {@code position}
 * @param positioned whether it will be told when it has missed something
 * @param position the stream's position, after all of {@code missed}; {@link StreamPosition#NONE}
 *     when it is neither recoverable nor positioned
 * @param offset the offset from which the subscriber counts: that of {@code position}; after a
 *     recovery the one that it asked to recover from, since each missed publication advances it
 * @param wasRecovering whether recovery was requested, successful or not
 * @param recovered whether {@code missed} is complete
 * @param missed the publications that it missed, oldest first, without those that its filter
 *     excludes
 * @param deltas whether publications may be deltas from now on
 * @param data for the client
 * @param ttl time until the subscription expires unless it is refreshed; null = never
 */
@Internal
public record SubscribeResult(
    boolean recoverable,
    boolean positioned,
    StreamPosition position,
    long offset,
    boolean wasRecovering,
    boolean recovered,
    List<Publication> missed,
    boolean deltas,
    Payload data,
    @Nullable Duration ttl) {

  /** Returns this result without the publications, once the subscriber has them. */
  SubscribeResult told() {
    return new SubscribeResult(
        recoverable,
        positioned,
        position,
        position.offset(),
        wasRecovering,
        recovered,
        List.of(),
        deltas,
        data,
        ttl);
  }
}
