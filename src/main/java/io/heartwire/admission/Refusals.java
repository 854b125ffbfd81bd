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

/** Counts refusals, and logs one a minute for each reason. Safe for use by any thread. */
@Singleton
public class Refusals {
  private static final Logger LOG = Logger.getLogger(Refusals.class.getName());

  /** Refusals are normal, so a line every second would be too much. */
  private static final Duration LOG_PERIOD = Duration.ofMinutes(1);

  private final Map<RefusalReason, Tally> tallies = new EnumMap<>(RefusalReason.class);

  private static final class Tally {
    private final LongAdder count = new LongAdder();
    private final LogThrottle log;

    /** Written only after the throttle has permitted, so by one thread a minute. */
    private volatile long logged;

    Tally(LogThrottle log) {
      this.log = log;
    }
  }

  @Inject
  public Refusals(TimeSource time) {
    for (RefusalReason reason : RefusalReason.values()) {
      tallies.put(reason, new Tally(new LogThrottle(time, LOG_PERIOD)));
    }
  }

  /** The number of refusals for this reason since the start. */
  public long count(RefusalReason reason) {
    return tally(reason).count.sum();
  }

  void report(Refusal refusal, AdmissionRequest request) {
    RefusalReason reason = refusal.reason();
    Tally tally = tally(reason);
    tally.count.increment();
    if (tally.log.permits()) {
      long total = tally.count.sum();
      long before = tally.logged;
      tally.logged = total;
      LOG.log(
          reason.isLimit() ? Level.WARNING : Level.INFO,
          "Refused {0} since the last such line, this one from {1}: {2}{3}",
          new Object[] {
            handshakes(total - before), request.peer().remoteAddress(), refusal.text(), hint(reason)
          });
    }
  }

  /** Counts a handshake that failed because of an error in the gateway. */
  void failed(Exception failure) {
    Tally tally = tally(RefusalReason.INTERNAL);
    tally.count.increment();
    if (tally.log.permits()) {
      LOG.log(
          Level.SEVERE,
          "A handshake failed because of an error in the gateway; failures since the start: "
              + tally.count.sum(),
          failure);
    }
  }

  private static String hint(RefusalReason reason) {
    return switch (reason) {
      case ADDRESS_RATE, ADDRESS_CONNECTIONS ->
          " (if this is a proxy's address and not a client's, trust it: HTTP_TRUSTED_PROXIES)";
      default -> "";
    };
  }

  private static String handshakes(long count) {
    return count == 1 ? "a handshake" : count + " handshakes";
  }

  private Tally tally(RefusalReason reason) {
    return Objects.requireNonNull(tallies.get(reason));
  }
}
