package io.heartwire.bench.scenario;

import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Crowd;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Connections of which each is alone in its channel and says nothing: memory, and CPU for whatever
 * heartbeat the server has by default.
 *
 * <p>A runtime gives memory back late, and its start and warm-up leave garbage behind too. So the
 * server has as much time before its memory is read without clients as with them: otherwise it
 * would look too good (what it gives back late was counted before) or too bad. CPU is counted when
 * all have been there for a while: a compiler still works at their arrival.
 */
final class Idle implements Scenario {
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final Arrivals NOBODY = (session, bytes, at, to) -> {};

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    int count = stage.size().idleConnections();
    long idleNanos = TimeUnit.SECONDS.toNanos(stage.size().idleSeconds());
    stage.loop().during(SETTLE_NANOS + idleNanos);
    long before = stage.process().residentBytes();
    Crowd crowd = Crowd.open(stage.loop(), count, i -> stage.session("bench" + i, NOBODY));
    stage.loop().during(SETTLE_NANOS);
    Usage usage = Usage.start(stage);
    stage.loop().during(idleNanos);
    long after = stage.process().residentBytes();
    double connectionSeconds = count * (usage.elapsed() / 1e9);
    Usage.Spent spent = usage.end(1);
    Map<Measure, Double> values = new EnumMap<>(spent.values());
    values.remove(Measure.CPU);
    values.remove(Measure.ALLOCATED);
    values.put(Measure.CPU_PER_CONNECTION, usage.serverNanos() / 1e3 / connectionSeconds);
    values.put(Measure.KIB_PER_CONNECTION, (after - before) / 1024.0 / count);
    List<String> remarks = spent.remarks();
    long closed = crowd.sessions().stream().filter(session -> !session.end().isEmpty()).count();
    if (closed > 0) {
      remarks.add(closed + " clients cut off");
    }
    crowd.close();
    return List.of(new Outcome(count + " connections", values, remarks));
  }
}
