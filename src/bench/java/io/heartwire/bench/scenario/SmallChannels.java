package io.heartwire.bench.scenario;

import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.List;

/** Channels of ten members, published to round robin: little to share between deliveries. */
final class SmallChannels implements Scenario {
  private static final int MEMBERS = 10;
  private static final int PER_SECOND = 5000;

  @Override
  public String name() {
    return "channels";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    int channels = Math.max(1, stage.size().connections() / MEMBERS);
    Publishing publishing = Publishing.open(stage, channels);
    publishing.warmUp(PER_SECOND / 2, stage.seconds());
    String load = channels + " of " + MEMBERS + ", " + PER_SECOND + "/s";
    Outcome outcome = publishing.measure(load, PER_SECOND, stage.seconds()).outcome();
    publishing.close();
    return List.of(outcome);
  }
}
