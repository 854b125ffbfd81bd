package io.heartwire.hub;

import io.heartwire.visibility.Internal;
import java.util.List;
import java.util.Map;

/** The health checks of this node, those of the application among them. */
@Internal
public interface HealthChecks {

  /**
   * What one has answered.
   *
   * @param kinds {@code live}, {@code ready}, {@code started}
   * @param data as it gave them: texts, numbers and flags
   */
  record Checked(String name, boolean isUp, List<String> kinds, Map<String, Object> data) {}

  /** Runs all of them. Those of an application may block. */
  List<Checked> run();
}
