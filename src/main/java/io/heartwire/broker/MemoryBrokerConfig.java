package io.heartwire.broker;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Limits of the broker in memory.
 *
 * @param maxBytes all streams together; beyond it the one that was published to longest ago goes
 * @param metaTtl how long epoch and offset of a stream outlast its last publication or subscriber
 * @param idempotencyKeys keys of back ends remembered at the most, over all channels, and as many
 *     of clients
 * @param maxPresence clients present at the most, counted once in each channel
 */
@Dependent
public record MemoryBrokerConfig(
    int maxBytes, Duration metaTtl, int idempotencyKeys, int maxPresence) implements ConfigGroup {

  @Inject
  public MemoryBrokerConfig(Settings settings) {
    this(
        settings.number("heartwire.broker.memory.max-bytes", 1 << 20, Integer.MAX_VALUE),
        settings.duration(
            "heartwire.broker.memory.meta-ttl", Duration.ofSeconds(1), Duration.ofDays(365)),
        settings.number("heartwire.broker.memory.idempotency-keys", 1, 10_000_000),
        settings.number("heartwire.broker.memory.max-presence", 1, 100_000_000));
  }
}
