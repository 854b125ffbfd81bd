package io.heartwire.hub;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * How this node is called.
 *
 * @param name for people; empty = the name of the host
 */
@Dependent
public record NodeConfig(String name) implements ConfigGroup {

  @Inject
  public NodeConfig(Settings settings) {
    this(settings.text("heartwire.node.name"));
  }
}
