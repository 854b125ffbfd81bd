package io.heartwire.broker.memory;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The limits of the memory engine.
 *
 * @param maxBytes the most bytes of all streams; beyond it the stream with the oldest last
 *     publication is dropped
 * @param metaTtl how long the epoch and offset of a stream are kept after its last publication or
 *     subscriber
 * @param idempotencyKeys the most keys of back ends that are remembered, over all channels; as many
 *     again for clients
 * @param maxPresence the most present clients, counted once in each channel
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
