package io.heartwire.connection;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The size of the pool.
 *
 * @param maxConnections connections in any state that the gateway holds at the most
 */
@Dependent
public record PoolConfig(int maxConnections) implements ConfigGroup {

  @Inject
  public PoolConfig(Settings settings) {
    this(settings.number("heartwire.pool.max-connections", 1, 1_000_000));
  }
}
