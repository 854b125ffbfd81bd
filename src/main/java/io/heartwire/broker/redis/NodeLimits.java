package io.heartwire.broker.redis;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * What this node does without Redis, and how much it keeps in its own memory beside it.
 *
 * @param publishWhenLost what becomes of publications that leave no traces while Redis is away
 * @param maxWaitingBytes the most bytes of messages that wait for their delivery; what has a
 *     history is read from there later
 * @param maxPresence the most present clients of this node, counted once in each channel
 */
@Internal
@Dependent
public record NodeLimits(WhenLost publishWhenLost, int maxWaitingBytes, int maxPresence)
    implements ConfigGroup {

  /** What becomes of publications without history and key while Redis is away. */
  public enum WhenLost {
    /** They reach the clients of this node. */
    LOCAL,
    /** They fail with a temporary error. */
    REFUSE
  }

  @Inject
  public NodeLimits(Settings settings) {
    this(
        settings.choice("heartwire.broker.publish-when-lost", WhenLost.class),
        settings.number("heartwire.broker.redis.max-waiting-bytes", 1 << 20, Integer.MAX_VALUE),
        settings.number("heartwire.broker.redis.max-presence", 1, 100_000_000));
  }
}
