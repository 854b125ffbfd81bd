package io.heartwire.connection;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The size of the pool, and of what its clients may keep waiting.
 *
 * @param maxConnections the most connections, in any state, that the gateway holds
 * @param maxPerUser the most connections of one user; {@link #UNLIMITED} for no limit but {@code
 *     maxConnections}
 * @param maxHeapPercent the share of the heap that commands of all clients may take while they wait
 */
@Internal
@Dependent
public record PoolConfig(int maxConnections, int maxPerUser, int maxHeapPercent)
    implements ConfigGroup {
  private static final int UNLIMITED = 0;
  private static final int USUAL_PERCENT = 10;
  private static final int MOST = 1_000_000;

  @Inject
  public PoolConfig(Settings settings) {
    this(
        settings.number("heartwire.pool.max-connections", 1, MOST),
        settings.number("heartwire.pool.max-connections-per-user", 0, MOST),
        settings.number("heartwire.message.max-heap-percent", 1, 90));
  }

  /** A pool without a limit for single users. */
  public PoolConfig(int maxConnections) {
    this(maxConnections, UNLIMITED, USUAL_PERCENT);
  }

  /** The most memory of what all clients have sent and nobody has carried out yet. */
  long mostWaitingBytes(long heapBytes) {
    return heapBytes / 100 * maxHeapPercent;
  }
}
