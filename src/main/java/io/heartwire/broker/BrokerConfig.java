package io.heartwire.broker;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Where streams and presence are kept.
 *
 * @param engine the only one there is so far
 */
@Dependent
public record BrokerConfig(Engine engine) implements ConfigGroup {

  /** The engines of {@code heartwire.broker}. */
  public enum Engine {
    /** {@link MemoryBroker}: this node alone. */
    MEMORY
  }

  @Inject
  public BrokerConfig(Settings settings) {
    this(settings.choice("heartwire.broker", Engine.class));
  }
}
