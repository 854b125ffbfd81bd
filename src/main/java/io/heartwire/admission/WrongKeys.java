package io.heartwire.admission;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Counts requests to each {@link ProtectedEndpoint} without a valid key, and logs one a minute for
 * each. Safe for use by any thread.
 */
@Singleton
public class WrongKeys {
  private static final Logger LOG = Logger.getLogger(WrongKeys.class.getName());
  private static final Duration LOG_PERIOD = Duration.ofMinutes(1);

  private record Tally(LongAdder count, LogThrottle log) {}

  private final Map<ProtectedEndpoint, Tally> tallies = new EnumMap<>(ProtectedEndpoint.class);

  @Inject
  public WrongKeys(TimeSource time) {
    for (ProtectedEndpoint endpoint : ProtectedEndpoint.values()) {
      tallies.put(endpoint, new Tally(new LongAdder(), new LogThrottle(time, LOG_PERIOD)));
    }
  }

  /** Counts a refused request. */
  public void report(ProtectedEndpoint endpoint) {
    Tally tally = tally(endpoint);
    tally.count.increment();
    if (tally.log.permits()) {
      LOG.log(
          Level.WARNING,
          "A request to the {0} had no valid key ({1}); such requests since the start: {2}",
          new Object[] {endpoint, endpoint.setting(), tally.count.sum()});
    }
  }

  /** Returns the number of refused requests since the start. */
  public long count(ProtectedEndpoint endpoint) {
    return tally(endpoint).count.sum();
  }

  private Tally tally(ProtectedEndpoint endpoint) {
    return Objects.requireNonNull(tallies.get(endpoint));
  }
}
