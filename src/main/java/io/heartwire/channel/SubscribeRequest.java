package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The subscription that a subscriber requests, before permissions are applied.
 *
 * @param since the position to recover from, or null
 * @param recoverable whether the subscriber wants to be able to recover later
 * @param positioned whether the subscriber wants to be told when it has missed something
 * @param joinLeave whether it wants join and leave messages
 * @param deltas whether it understands deltas
 * @param filter which publications it wants, by their tags; null = all
 * @param rejectsUnrecovered whether the subscription fails if the publications after {@code since}
 *     cannot all be recovered
 * @param data the data of the request, for hooks
 * @param mayReadHistory whether the subscriber may ask for positions and recovery; otherwise it
 *     gets them only where the namespace or the grant forces them
 */
public record SubscribeRequest(
    @Nullable StreamPosition since,
    boolean recoverable,
    boolean positioned,
    boolean joinLeave,
    boolean deltas,
    @Nullable Predicate<Map<String, String>> filter,
    boolean rejectsUnrecovered,
    Payload data,
    boolean mayReadHistory) {
  /** A request for publications from now on, and nothing else. */
  public static final SubscribeRequest PLAIN =
      new SubscribeRequest(null, false, false, false, false, null, Payload.EMPTY);

  /** A request that accepts an incomplete recovery, of a subscriber that may read the history. */
  public SubscribeRequest(
      @Nullable StreamPosition since,
      boolean recoverable,
      boolean positioned,
      boolean joinLeave,
      boolean deltas,
      @Nullable Predicate<Map<String, String>> filter,
      Payload data) {
    this(since, recoverable, positioned, joinLeave, deltas, filter, false, data, true);
  }

  /** Returns this request for a subscriber that may not read the history. */
  SubscribeRequest withoutHistory() {
    return new SubscribeRequest(
        since, recoverable, positioned, joinLeave, deltas, filter, rejectsUnrecovered, data, false);
  }
}
