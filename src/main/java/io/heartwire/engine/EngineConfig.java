package io.heartwire.engine;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The choice of the engine.
 *
 * @param kind the engine that keeps streams and presence, and connects nodes
 */
@Dependent
record EngineConfig(Kind kind) implements ConfigGroup {

  /** The engines of {@code heartwire.broker}. */
  enum Kind {
    /** The memory of this node alone. */
    MEMORY,
    /** A Redis that nodes share. */
    REDIS
  }

  @Inject
  EngineConfig(Settings settings) {
    this(settings.choice("heartwire.broker", Kind.class));
  }
}
