package io.heartwire.bench.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one load on one server came to.
 *
 * @param load names the load, the same for all servers
 * @param remarks what a reader has to know: lost messages, closed connections, a busy generator
 */
public record Outcome(String load, Map<Measure, Double> values, List<String> remarks) {
  public Outcome {
    values = new EnumMap<>(values);
    remarks = List.copyOf(remarks);
  }
}
