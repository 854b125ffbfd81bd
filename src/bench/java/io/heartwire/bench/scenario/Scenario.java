package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.List;

/** One kind of load. Gets a fresh server for each contender and round. */
public interface Scenario {
  List<Scenario> ALL =
      List.of(
          new FanOut(),
          new SmallChannels(),
          new Echo(),
          new StuckConsumers(),
          new Handshakes(),
          new Refusals(),
          new Churn(),
          new Idle(),
          new RecoveryStorm(),
          new TwoNodes(),
          new Queues());

  String name();

  /** Whether this contender can do it at all. */
  default boolean fits(Contender contender) {
    return contender.queues().isEmpty();
  }

  /** How many nodes serve; more than one have a Redis in common. */
  default int nodes() {
    return 1;
  }

  /** Loads the server and measures; warms it up before, where a scenario does not say otherwise. */
  List<Outcome> run(Stage stage) throws IOException;
}
