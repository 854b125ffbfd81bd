package io.heartwire.wire;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.limit.RateLimit;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The settings of the wire: how connections are read and written, and limits on input.
 *
 * @param mode below the container or portable
 * @param maxBytes the most bytes of one incoming message, the sum of its fragments
 * @param maxHeapPercent the share of the heap that incomplete incoming messages may take together
 * @param pings the rate of pings that are answered
 * @param writeTimeout how long a client may read nothing while it is being written to
 */
@Dependent
public record WireConfig(
    WireMode mode, int maxBytes, int maxHeapPercent, RateLimit pings, Duration writeTimeout)
    implements ConfigGroup {
  @Inject
  public WireConfig(Settings settings, OutboxConfig outbox) {
    this(
        settings.choice("heartwire.wire", WireMode.class),
        settings.number("heartwire.message.max-bytes", 1, 1 << 30),
        settings.number("heartwire.message.max-heap-percent", 1, 90),
        RateLimit.read(settings, "heartwire.limit.pings"),
        outbox.writeTimeout());
  }

  /** Returns the most bytes of incomplete incoming messages, over all connections. */
  long maxBytesOfAll(long heapBytes) {
    return heapBytes / 100 * maxHeapPercent;
  }
}
