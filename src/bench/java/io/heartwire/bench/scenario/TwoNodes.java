package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A hundred channels, in each one client that publishes and one that listens: both at one of two
 * nodes, and then each at another. Without history, and with one of a thousand publications.
 */
final class TwoNodes implements Scenario {
  private static final int CHANNELS = 100;
  private static final List<Integer> RATES = List.of(1_000, 10_000);
  private static final List<Integer> STEPS =
      List.of(15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 65_000, 80_000, 100_000);

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public int nodes() {
    return 2;
  }

  @Override
  public boolean fits(Contender contender) {
    return contender.speaksCentrifugeJson();
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String prefix : List.of("", "replay:")) {
      String kind = prefix.isEmpty() ? "" : ", history";
      measure(stage, prefix, 0, "same node" + kind, outcomes);
      measure(stage, prefix, 1, "other node" + kind, outcomes);
    }
    return outcomes;
  }

  private static void measure(
      Stage stage, String prefix, int node, String load, List<Outcome> outcomes)
      throws IOException {
    Publishing publishing = Publishing.between(stage, CHANNELS, prefix, node);
    publishing.warmUp(5_000, stage.seconds());
    for (int rate : RATES) {
      outcomes.add(publishing.measure(load + ", " + rate + "/s", rate, stage.seconds()).outcome());
    }
    if (node > 0) {
      outcomes.add(publishing.most(load + ", most", STEPS, stage.seconds()));
    }
    publishing.close();
  }
}
