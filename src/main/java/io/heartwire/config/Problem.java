package io.heartwire.config;

/**
 * A configuration value that cannot be used.
 *
 * @param key the full name of the key
 * @param value what was found there, or {@code (missing)}
 * @param allowed what may stand there, in words
 */
public record Problem(String key, String value, String allowed) {

  @Override
  public String toString() {
    return key + " = '" + value + "': must be " + allowed;
  }
}
