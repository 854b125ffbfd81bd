package io.heartwire.drain;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The default plan of a drain, and whether to drain at a stop.
 *
 * @param onStop whether the gateway drains by itself when the server is told to stop
 */
@Dependent
public record DrainConfig(
    boolean onStop,
    int rate,
    DrainOrder order,
    Duration delay,
    Duration deadline,
    Duration reconnectWithin)
    implements ConfigGroup {
  /** The highest rate, faster than any gateway admits clients. */
  public static final int MOST_PER_SECOND = 100_000;

  /** The longest deadline. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** The shortest. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  @Inject
  public DrainConfig(Settings settings) {
    this(
        settings.flag("heartwire.drain.on-stop"),
        settings.number("heartwire.drain.rate", 1, MOST_PER_SECOND),
        settings.choice("heartwire.drain.order", DrainOrder.class),
        settings.duration("heartwire.drain.delay", Duration.ZERO, LONGEST),
        settings.duration("heartwire.drain.deadline", SHORTEST, LONGEST),
        settings.duration("heartwire.drain.reconnect-within", Duration.ZERO, LONGEST));
    if (deadline.compareTo(delay) <= 0) {
      settings.refuse("heartwire.drain.deadline", "longer than heartwire.drain.delay");
    }
  }

  /**
   * Returns the plan. If settings were changed at run time so that the delay exceeds the deadline,
   * the delay is shortened.
   */
  public DrainPlan plan() {
    Duration most = deadline.dividedBy(2);
    Duration shorter = deadline.compareTo(delay) > 0 ? delay : most;
    return new DrainPlan(rate, order, shorter, deadline, reconnectWithin);
  }
}
