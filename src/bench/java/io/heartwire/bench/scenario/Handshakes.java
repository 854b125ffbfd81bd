package io.heartwire.bench.scenario;

import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Crowd;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Crowds come and go: the first meets a server that has just become ready, the last one that had
 * time to compile what handshakes need. A handshake counts when the client has joined its channel.
 */
final class Handshakes implements Scenario {
  /** On a JVM the compiler still works for handshakes after 50,000 of them. */
  private static final int CROWDS_BETWEEN = 20;

  private static final Arrivals NOBODY = (session, bytes, at, to) -> {};

  @Override
  public String name() {
    return "handshakes";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    int count = stage.size().handshakes();
    Outcome first = measure(stage, "first " + count);
    for (int i = 0; i < CROWDS_BETWEEN; i++) {
      crowd(stage).close();
    }
    return List.of(first, measure(stage, "warm " + count));
  }

  private static Crowd crowd(Stage stage) throws IOException {
    return Crowd.open(
        stage.loop(), stage.size().handshakes(), i -> stage.session("bench" + i % 100, NOBODY));
  }

  private static Outcome measure(Stage stage, String load) throws IOException {
    int count = stage.size().handshakes();
    Usage usage = Usage.start(stage);
    Crowd crowd = crowd(stage);
    double took = usage.elapsed() / 1e9;
    Usage.Spent spent = usage.end(count);
    crowd.close();
    Map<Measure, Double> values = spent.values();
    values.put(Measure.HANDSHAKES, count / took);
    return new Outcome(load, values, spent.remarks());
  }
}
