package io.heartwire.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void mustCompareMediansWithTheReference() {
    String table =
        Table.of(
            List.of(
                result(1, "gin", 10),
                result(2, "gin", 20),
                result(3, "gin", 90),
                result(1, "ws", 50),
                result(2, "ws", 70),
                result(3, "ws", 1)));
    assertThat(table)
        .containsPattern("gin +20.00 \\(x1.00\\)")
        .containsPattern("ws +50.00 \\(x2.50\\)");
  }

  @Test
  void mustShowValuesAloneWithoutTheReference() {
    assertThat(Table.of(List.of(result(1, "ws", 5), result(2, "ws", 6))))
        .contains("5.50")
        .doesNotContain("(x");
  }

  @Test
  void mustShowWhatARowHasToBeReadWith() {
    Outcome outcome = new Outcome("l", Map.of(Measure.CPU, 1.0), List.of("generator-bound"));
    assertThat(Table.of(List.of(new Result(2, "s", "ws", outcome))))
        .contains("! round 2: generator-bound");
  }

  private static Result result(int round, String contender, double cpu) {
    return new Result(round, "s", contender, new Outcome("l", Map.of(Measure.CPU, cpu), List.of()));
  }
}
