package io.heartwire.console;

import io.heartwire.testkit.TestPool;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** The settings of a pool, as MicroProfile has them. */
record PoolConfig(TestPool pool) implements Config {
  @Override
  public <T> T getValue(String name, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<String> getPropertyNames() {
    return pool.overrides.keySet();
  }

  @Override
  public Iterable<ConfigSource> getConfigSources() {
    return List.of();
  }

  @Override
  public <T> Optional<Converter<T>> getConverter(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConfigValue getConfigValue(String name) {
    return new Value(name, pool.overrides.get(name));
  }

  private record Value(String name, @Nullable String value) implements ConfigValue {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public @Nullable String getValue() {
      return value;
    }

    @Override
    public @Nullable String getRawValue() {
      return value;
    }

    @Override
    public @Nullable String getSourceName() {
      return value == null ? null : "a test";
    }

    @Override
    public int getSourceOrdinal() {
      return 0;
    }
  }
}
