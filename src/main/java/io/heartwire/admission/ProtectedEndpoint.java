package io.heartwire.admission;

/** An HTTP endpoint that a key protects, with the setting that holds the key. */
public enum ProtectedEndpoint {
  SERVER_API("server API", "heartwire.api.key"),
  METRICS("metrics", "heartwire.metrics.key"),
  CONSOLE("console", "heartwire.api.key");

  private final String text;
  private final String setting;

  ProtectedEndpoint(String text, String setting) {
    this.text = text;
    this.setting = setting;
  }

  /** Returns the name of the setting. */
  public String setting() {
    return setting;
  }

  @Override
  public String toString() {
    return text;
  }
}
