package io.heartwire.connection;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Limits of what may wait for one connection.
 *
 * @param capacity messages
 * @param maxBytes payload bytes
 * @param maxHeapPercent the share of the heap that messages waiting for all connections may take
 * @param leakDetectionThreshold how long a lease may last before it is reported
 * @param overflow what happens beyond the limits
 * @param linger how long an idle writer waits for more messages before it writes; 0 = it does not
 *     wait
 * @param writeTimeout how long one write may take before the connection counts as slow
 */
@Internal
@Dependent
public record OutboxConfig(
    int capacity,
    int maxBytes,
    int maxHeapPercent,
    Duration leakDetectionThreshold,
    OverflowPolicy overflow,
    Duration linger,
    Duration writeTimeout)
    implements ConfigGroup {
  static final int LEAST_CAPACITY = 1;
  static final int MOST_CAPACITY = 65_536;
  static final int LEAST_BYTES = 1024;
  static final int MOST_BYTES = 1 << 30;

  @Inject
  public OutboxConfig(Settings settings) {
    this(
        settings.number("heartwire.outbox.capacity", LEAST_CAPACITY, MOST_CAPACITY),
        settings.number("heartwire.outbox.max-bytes", LEAST_BYTES, MOST_BYTES),
        settings.number("heartwire.outbox.max-heap-percent", 1, 90),
        settings.duration(
            "heartwire.outbox.leak-detection-threshold", Duration.ofSeconds(1), Duration.ofDays(1)),
        settings.choice("heartwire.outbox.overflow", OverflowPolicy.class),
        settings.duration("heartwire.outbox.linger", Duration.ZERO, Duration.ofMillis(100)),
        settings.duration(
            "heartwire.outbox.write-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)));
  }

  /** Bytes that may wait for all connections together. */
  long maxBytesOfAll(long heapBytes) {
    return heapBytes / 100 * maxHeapPercent;
  }
}
