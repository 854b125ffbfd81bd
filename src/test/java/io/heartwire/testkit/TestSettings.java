package io.heartwire.testkit;

import io.heartwire.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Settings on top of the gateway's defaults. */
public final class TestSettings {
  private static final String FILE = "/META-INF/microprofile-config.properties";

  private TestSettings() {}

  /**
   * Returns the defaults, overridden by the map. A later change of the map acts as a change at run
   * time. An empty value stands for a missing key.
   */
  public static Settings with(Map<String, String> overrides) {
    Map<String, String> defaults = defaults();
    return new Settings(key -> Optional.ofNullable(overrides.getOrDefault(key, defaults.get(key))));
  }

  /** The defaults that the gateway ships. */
  public static Map<String, String> defaults() {
    Properties file = new Properties();
    try (InputStream in = TestSettings.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not on the class path");
      }
      file.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Map<String, String> defaults = new TreeMap<>();
    file.stringPropertyNames().forEach(key -> defaults.put(key, file.getProperty(key)));
    return defaults;
  }
}
