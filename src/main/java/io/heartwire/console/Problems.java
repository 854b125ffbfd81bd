package io.heartwire.console;

import io.heartwire.time.PeriodicTask;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What should be zero on this node and is not, worst first. Safe for use by any thread. */
@Singleton
class Problems implements PeriodicTask {
  private final List<ProblemSource> sources;
  private final QueueProblems queues;
  private final TimeSource time;
  private final RecentCounts recent = new RecentCounts();

  @Inject
  Problems(
      EngineProblems engine,
      NodeProblems node,
      ClientProblems clients,
      ApplicationProblems application,
      QueueProblems queues,
      TimeSource time) {
    this.sources = List.of(engine, node, clients, application);
    this.queues = queues;
    this.time = time;
  }

  /** Counts even while nobody looks. */
  @Override
  public void tick(long now) {
    recent.growth(counts(), now);
    queues.tick(now);
  }

  List<Problem> now() {
    List<Problem> all = new ArrayList<>();
    sources.forEach(source -> all.addAll(source.bad()));
    all.addAll(queues.bad());
    sources.forEach(source -> all.addAll(source.present()));
    all.addAll(queues.grown(time.nanos()));
    all.addAll(Problem.counted(recent.growth(counts(), time.nanos())));
    return all;
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    sources.forEach(source -> counts.putAll(source.counts()));
    return counts;
  }
}
