package io.heartwire.connection;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tenant classes and their limits.
 *
 * @param classes limits by class: {@code heartwire.tenant.<class>.*}
 * @param otherwise limits of all other clients
 */
@Internal
@Dependent
public record TenantConfig(Map<String, ConnectionLimits> classes, ConnectionLimits otherwise)
    implements ConfigGroup {
  private static final String CLASSES = "heartwire.tenant.classes";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Inject
  public TenantConfig(Settings settings, OutboxConfig outbox) {
    this(settings, ConnectionLimits.read(settings, outbox));
  }

  private TenantConfig(Settings settings, ConnectionLimits otherwise) {
    this(read(settings, otherwise), otherwise);
  }

  private static Map<String, ConnectionLimits> read(Settings settings, ConnectionLimits otherwise) {
    Map<String, ConnectionLimits> classes = new LinkedHashMap<>();
    for (String name : settings.list(CLASSES)) {
      if (NAME.matcher(name).matches() && !name.equals(Tenants.OTHERS)) {
        classes.put(name, otherwise.read(settings, name));
      } else {
        settings.refuse(
            CLASSES,
            "names of 1 to 64 letters, digits, _ or -, separated by commas, and not 'default'");
      }
    }
    return Map.copyOf(classes);
  }
}
