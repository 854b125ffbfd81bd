package io.heartwire.queue;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings of queues: the namespaces with their options, and limits that apply to all.
 *
 * @param namespaces options by namespace; the empty name has those of queues without a namespace
 * @param otherwise options of a namespace that is not configured, where development mode accepts it
 * @param insecure whether every client may do everything, for development
 * @param lease how long a node that is not heard of keeps its messages
 */
@Internal
@Dependent
public record QueueConfig(
    Map<String, QueueOptions> namespaces, QueueOptions otherwise, boolean insecure, Duration lease)
    implements ConfigGroup {
  private static final String NAMESPACES = "heartwire.queue.namespaces";
  private static final String WITHOUT_NAMESPACE = "default";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Inject
  public QueueConfig(Settings settings) {
    this(
        settings,
        settings.duration("heartwire.queue.lease", Duration.ofSeconds(5), Duration.ofHours(1)));
  }

  private QueueConfig(Settings settings, Duration lease) {
    this(
        read(settings, lease),
        QueueOptions.usual(lease),
        settings.flag("heartwire.client.insecure"),
        lease);
  }

  /** Whether any namespace is configured. */
  boolean hasNamespaces() {
    return namespaces.size() > 1;
  }

  private static Map<String, QueueOptions> read(Settings settings, Duration lease) {
    Map<String, QueueOptions> options = new LinkedHashMap<>();
    options.put("", QueueOptions.read(settings, WITHOUT_NAMESPACE, lease));
    for (String name : settings.list(NAMESPACES)) {
      if (!NAME.matcher(name).matches() || name.equals(WITHOUT_NAMESPACE)) {
        settings.refuse(
            NAMESPACES,
            "names of 1 to 64 letters, digits, _ or -, separated by commas, and not 'default',"
                + " which is the name for queues without a namespace");
      } else {
        options.put(name, QueueOptions.read(settings, name, lease));
      }
    }
    return Map.copyOf(options);
  }
}
