package io.heartwire.bench.scenario;

import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.List;

/** What one in a hundred clients that stops reading costs all the others. */
final class StuckConsumers implements Scenario {
  private static final int PER_SECOND = 100;

  @Override
  public String name() {
    return "stuck";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    int stuck = Math.max(1, stage.size().connections() / 100);
    Publishing publishing = Publishing.open(stage, 1, stuck);
    publishing.warmUp(PER_SECOND, stage.seconds());
    Outcome none = publishing.measure("none stuck", PER_SECOND, stage.seconds()).outcome();
    publishing.stopReading(stuck);
    Outcome some = publishing.measure(stuck + " stuck", PER_SECOND, stage.seconds()).outcome();
    publishing.close();
    return List.of(none, some);
  }
}
