package io.heartwire.bench.scenario;

import io.heartwire.bench.report.Outcome;
import io.heartwire.bench.scenario.Publishing.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One publisher, all connections in its channel: at steady rates, and as much as goes through. */
final class FanOut implements Scenario {
  private static final List<Integer> RATES = List.of(10, 100, 400);
  private static final List<Integer> STEPS =
      List.of(200, 400, 600, 800, 1000, 1400, 1800, 2400, 3200, 4200, 5600, 7500, 10_000);

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    Publishing publishing = Publishing.open(stage, 1);
    publishing.warmUp(100, stage.seconds());
    int subscribers = stage.size().connections();
    for (int rate : RATES) {
      String load = "1 to " + subscribers + ", " + rate + "/s";
      Measurement measured = publishing.measure(load, rate, stage.seconds());
      outcomes.add(measured.outcome());
      if (!measured.complete()) { // the publisher itself may have been cut off
        publishing.close();
        publishing = Publishing.open(stage, 1);
      }
    }
    outcomes.add(publishing.most("1 to " + subscribers + ", most", STEPS, stage.seconds()));
    publishing.close();
    return outcomes;
  }
}
