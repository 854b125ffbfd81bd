package io.heartwire.config;

/**
 * An invalid configuration value.
 *
 * @param key the full name of the key
 * @param value the value, or {@code (missing)}
 * @param allowed the allowed values, in words
 */
public record ConfigProblem(String key, String value, String allowed) {

  @Override
  public String toString() {
    return key + " = '" + value + "': must be " + allowed;
  }
}
