package io.heartwire.channel;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription is wanted.
 *
 * @param since the position to recover from, or null
 * @param recoverable whether the subscriber wants to be able to recover later
 * @param positioned whether the subscriber wants to be told when it has missed something
 * @param joinLeave whether it wants to hear who comes and goes
 * @param deltas whether it understands deltas
 * @param filter which publications it wants, by their tags; null = all
 * @param data what the client sent along, for hooks
 */
public record SubscribeRequest(
    @Nullable StreamPosition since,
    boolean recoverable,
    boolean positioned,
    boolean joinLeave,
    boolean deltas,
    @Nullable Predicate<Map<String, String>> filter,
    Payload data) {
  /** Publications from now on, and nothing else. */
  public static final SubscribeRequest PLAIN =
      new SubscribeRequest(null, false, false, false, false, null, Payload.EMPTY);
}
