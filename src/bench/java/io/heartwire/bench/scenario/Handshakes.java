package io.heartwire.bench.scenario;

import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Crowd;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A crowd comes to a server that has just become ready, and then as many again. Until each has
 * joined.
 */
final class Handshakes implements Scenario {
  private static final Arrivals NOBODY = (session, bytes, at, to) -> {};

  @Override
  public String name() {
    return "handshakes";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    int count = stage.size().handshakes();
    return List.of(open(stage, "first " + count), open(stage, "next " + count));
  }

  private static Outcome open(Stage stage, String load) throws IOException {
    int count = stage.size().handshakes();
    Usage usage = Usage.start(stage);
    Crowd.open(stage.loop(), count, i -> stage.session("bench" + i % 100, NOBODY));
    double took = usage.elapsed() / 1e9;
    Usage.Spent spent = usage.end(count);
    Map<Measure, Double> values = spent.values();
    values.put(Measure.HANDSHAKES, count / took);
    return new Outcome(load, values, spent.remarks());
  }
}
