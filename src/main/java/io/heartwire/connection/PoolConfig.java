package io.heartwire.connection;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The size of the pool.
 *
 * @param maxConnections connections in any state that the gateway holds at the most
 * @param maxPerUser connections of one user; {@link #UNLIMITED} for as many as there are places
 */
@Dependent
public record PoolConfig(int maxConnections, int maxPerUser) implements ConfigGroup {
  private static final int UNLIMITED = 0;
  private static final int MOST = 1_000_000;

  @Inject
  public PoolConfig(Settings settings) {
    this(
        settings.number("heartwire.pool.max-connections", 1, MOST),
        settings.number("heartwire.pool.max-connections-per-user", 0, MOST));
  }

  /** Without a limit for single users. */
  public PoolConfig(int maxConnections) {
    this(maxConnections, UNLIMITED);
  }
}
