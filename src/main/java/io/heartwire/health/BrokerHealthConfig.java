package io.heartwire.health;

import io.heartwire.broker.EngineState;
import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * What a lost engine means for readiness.
 *
 * @param readyWhenLost whether the node stays ready; if it does not, an engine that is gone takes
 *     all nodes out at once
 */
@Dependent
record BrokerHealthConfig(boolean readyWhenLost) implements ConfigGroup {

  @Inject
  BrokerHealthConfig(Settings settings) {
    this(settings.flag("heartwire.broker.ready-when-lost"));
  }

  boolean isReady(EngineState.Status engine) {
    return readyWhenLost || engine == EngineState.Status.UP;
  }
}
