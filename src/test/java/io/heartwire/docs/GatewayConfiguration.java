package io.heartwire.docs;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.ConfigProblem;
import io.heartwire.config.Settings;
import io.heartwire.testkit.TestSettings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The gateway's whole configuration, read as at its start.
 *
 * @param keys all that were asked for
 * @param problems what is wrong with their values
 */
record GatewayConfiguration(Set<String> keys, List<ConfigProblem> problems) {

  /** Reads every group of settings from the defaults and these values. */
  static GatewayConfiguration read(Map<String, String> values) {
    Map<String, String> defaults = TestSettings.defaults();
    Set<String> keys = new TreeSet<>();
    Settings settings =
        new Settings(
            key -> {
              keys.add(key);
              return Optional.ofNullable(values.getOrDefault(key, defaults.get(key)));
            });
    for (Class<?> group : groups()) {
      create(group, settings);
    }
    return new GatewayConfiguration(keys, settings.problems());
  }

  private static List<Class<?>> groups() {
    try {
      Path root =
          Path.of(Settings.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root.resolve("io/heartwire"))) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(file -> file.endsWith(".class"))
            .<Class<?>>map(file -> load(file.replace(".class", "").replace('/', '.')))
            .filter(type -> type.isRecord() && ConfigGroup.class.isAssignableFrom(type))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, GatewayConfiguration.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As CDI would: groups may need other groups. */
  private static Object create(Class<?> group, Settings settings) {
    Constructor<?> constructor =
        Arrays.stream(group.getDeclaredConstructors())
            .filter(each -> each.isAnnotationPresent(Inject.class))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nothing injects " + group));
    Object[] arguments =
        Arrays.stream(constructor.getParameterTypes())
            .map(type -> type == Settings.class ? settings : create(type, settings))
            .toArray();
    try {
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(group + " does not take its settings", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
