package io.heartwire.config;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;

/**
 * Reads every {@link ConfigGroup} before anything else starts, and stops the start on a problem.
 */
@ApplicationScoped
class ConfigurationCheck {
  private static final Logger LOG = Logger.getLogger(ConfigurationCheck.class.getName());
  private static final int BEFORE_ALL_OTHERS = 1;

  void check(
      @Observes @Priority(BEFORE_ALL_OTHERS) Startup start,
      Settings settings,
      Config config,
      @Any Instance<ConfigGroup> groups) {
    groups.forEach(group -> LOG.log(Level.CONFIG, "{0}", group));
    List<Problem> problems = settings.problems();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    Set<String> unknown = settings.unknown(config.getPropertyNames());
    if (!unknown.isEmpty()) {
      LOG.log(Level.WARNING, "Nothing reads these settings, are they misspelt? {0}", unknown);
    }
  }
}
