package io.heartwire.config;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
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
    List<ConfigProblem> problems = settings.problems();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    Map<String, String> removed = RemovedKeys.set(settings);
    removed.forEach(
        (key, why) ->
            LOG.log(
                Level.WARNING,
                "{0} is no setting any more and has no effect: {1}. Remove it",
                new Object[] {key, why}));
    Set<String> unknown = settings.unknown(config.getPropertyNames());
    unknown.removeAll(removed.keySet());
    if (!unknown.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "Unknown settings, perhaps misspelt, or of a namespace or class that is not listed in"
              + " heartwire.channel.namespaces, heartwire.queue.namespaces or"
              + " heartwire.tenant.classes: {0}",
          unknown);
    }
  }
}
