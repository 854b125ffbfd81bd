package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Work that ten clients send to a queue, with receipts, and one, ten or a hundred consume and
 * acknowledge one by one: as fast as it goes, and then at a moderate rate.
 */
final class Queues implements Scenario {
  private static final List<Integer> CONSUMERS = List.of(1, 10, 100);
  private static final int RATE = 500;

  /** At least: with Redis, a JVM has more to compile than two seconds of load bring about. */
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(8);

  @Override
  public String name() {
    return "queues";
  }

  @Override
  public boolean fits(Contender contender) {
    return contender.queues().isPresent();
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (int consumers : CONSUMERS) {
      Work work = Work.open(stage, "bench" + consumers, consumers);
      work.fill(Math.max(WARM_UP_NANOS, stage.measureNanos()));
      String load = consumers == 1 ? "1 consumer" : consumers + " consumers";
      outcomes.add(work.saturated(load + ", most"));
      outcomes.add(work.steady(load + ", " + RATE + "/s", RATE));
      work.close();
    }
    return outcomes;
  }
}
