package io.heartwire.broker;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * How this node is called.
 *
 * @param name for people; empty = the name of the host
 */
@Internal
@Dependent
public record NodeConfig(String name) implements ConfigGroup {

  @Inject
  public NodeConfig(Settings settings) {
    this(settings.text("heartwire.node.name"));
  }
}
