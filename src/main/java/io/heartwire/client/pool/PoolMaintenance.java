package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Runs the maintenance of a pool periodically: four times in the shortest of the times in its
 * settings, but at most 100 times a second and at least once a second. Safe for use by any thread.
 */
final class PoolMaintenance {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Duration period;
  private final ClientTime time;
  private final Runnable work;
  private volatile boolean isStopped;
  private volatile ClientTime.Timer next = () -> {};

  PoolMaintenance(PoolSettings settings, ClientTime time, Runnable work) {
    this.period = period(settings);
    this.time = time;
    this.work = work;
  }

  void begin() {
    if (!isStopped) {
      next =
          time.after(
              period,
              () -> {
                try {
                  work.run();
                } finally {
                  begin();
                }
              });
    }
  }

  void stop() {
    isStopped = true;
    next.cancel();
  }

  private static Duration period(PoolSettings settings) {
    Duration wanted =
        Stream.of(
                settings.idleTimeout(),
                settings.maximumLifetime(),
                settings.keepAlive(),
                settings.leakDetectionThreshold())
            .filter(each -> !each.isZero())
            .min(Comparator.naturalOrder())
            .orElse(LONGEST)
            .dividedBy(4);
    Duration least = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
    return least.compareTo(LONGEST) > 0 ? LONGEST : least;
  }
}
