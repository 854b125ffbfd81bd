package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber is told when its subscription begins. Publications follow from exactly here on.
 *
 * @param recoverable whether it may recover later, from {@code position} on
 * @param positioned whether it will be told when it has missed something
 * @param position where the stream stands, behind everything in {@code missed}; {@link
 *     StreamPosition#NONE} when it is neither
 * @param wasRecovering whether recovery was asked for
 * @param recovered whether {@code missed} is everything that was missed
 * @param missed oldest first; without those that the subscriber's filter keeps out
 * @param deltas whether publications may be deltas from now on
 * @param data for the client
 * @param ttl until the subscription ends unless it is refreshed; null = never
 */
public record Established(
    boolean recoverable,
    boolean positioned,
    StreamPosition position,
    boolean wasRecovering,
    boolean recovered,
    List<Publication> missed,
    boolean deltas,
    Payload data,
    @Nullable Duration ttl) {

  /** The same without the publications, which the subscriber has by now. */
  Established told() {
    return new Established(
        recoverable, positioned, position, wasRecovering, recovered, List.of(), deltas, data, ttl);
  }
}
