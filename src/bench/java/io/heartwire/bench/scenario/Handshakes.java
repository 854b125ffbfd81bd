package io.heartwire.bench.scenario;

import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Crowd;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Crowds come and go: the first meets a server that has just become ready, the last one that had
 * time to compile what handshakes need. A handshake counts when the client has joined its channel.
 */
final class Handshakes implements Scenario {
  /** On a JVM the compiler still works for handshakes after 50,000 of them. */
  private static final int CROWDS_BETWEEN = 20;

  /** Of which the median counts. */
  private static final int WARM_CROWDS = 5;

  private static final Arrivals NOBODY = (session, bytes, at, to) -> {};

  private final Rehearsal rehearsal = new Rehearsal(stage -> measure(stage, "rehearsal"));

  @Override
  public String name() {
    return "handshakes";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    rehearsal.before(stage);
    int count = stage.size().handshakes();
    Outcome first = measure(stage, "first " + count);
    for (int i = 0; i < CROWDS_BETWEEN; i++) {
      crowd(stage).close();
    }
    Outcome warm = usual(stage, "warm " + count);
    addAllocations(stage, warm.values());
    return List.of(first, warm);
  }

  /**
   * Those of one more crowd: to be asked for them disturbs a server for longer than a crowd takes.
   */
  private static void addAllocations(Stage stage, Map<Measure, Double> values) throws IOException {
    Usage usage = Usage.start(stage);
    Crowd crowd = crowd(stage);
    Double allocated = usage.end(crowd.size()).values().get(Measure.ALLOCATED);
    crowd.close();
    if (allocated != null) {
      values.put(Measure.ALLOCATED, allocated);
    }
  }

  private static Crowd crowd(Stage stage) throws IOException {
    return Crowd.open(
        stage.loop(), stage.size().handshakes(), i -> stage.session("bench" + i % 100, NOBODY));
  }

  /** A crowd takes parts of a second, and may meet a collection that others pay for, too. */
  private static Outcome usual(Stage stage, String load) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < WARM_CROWDS; i++) {
      outcomes.add(measure(stage, load));
    }
    outcomes.sort(Comparator.comparing(each -> each.values().get(Measure.HANDSHAKES)));
    return outcomes.get(WARM_CROWDS / 2);
  }

  private static Outcome measure(Stage stage, String load) throws IOException {
    int count = stage.size().handshakes();
    Usage usage = Usage.startUnasked(stage);
    Crowd crowd = crowd(stage);
    double took = usage.elapsed() / 1e9;
    Usage.Spent spent = usage.end(count);
    crowd.close();
    Map<Measure, Double> values = spent.values();
    values.put(Measure.HANDSHAKES, count / took);
    return new Outcome(load, values, spent.remarks());
  }
}
