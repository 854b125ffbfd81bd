package io.heartwire.bench.report;

import java.util.List;
import java.util.OptionalDouble;

/** What several rounds come to. */
final class Medians {

  private Medians() {}

  /** The median over the rounds of one load; empty if it was not measured. */
  static OptionalDouble median(List<Result> load, String contender, Measure measure) {
    double[] values =
        load.stream()
            .filter(r -> r.contender().equals(contender))
            .filter(r -> r.outcome().values().containsKey(measure))
            .mapToDouble(r -> r.outcome().values().get(measure))
            .sorted()
            .toArray();
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    int middle = values.length / 2;
    return OptionalDouble.of(
        values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
  }
}
