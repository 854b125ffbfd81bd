package io.heartwire.bench.scenario;

import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Crowd;
import io.heartwire.bench.load.Deliveries;
import io.heartwire.bench.load.Loop;
import io.heartwire.bench.load.Pacer;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Members of channels, of each of which one client publishes: what the members receive is counted
 * and compared with what was sent.
 */
final class Publishing {
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A server that delivers nothing for so long has nothing more to deliver. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Stage stage;
  private final Loop loop;
  private final Sent sent = new Sent();
  private final Deliveries deliveries;
  private final Crowd crowd;
  private final Optional<Crowd> publishers; // empty: the first member of each channel publishes
  private final int[] places; // the next place in each channel; used by the sending thread only
  private int stuck;

  private Publishing(Stage stage, int channels, int mayGetStuck) throws IOException {
    this.stage = stage;
    loop = stage.loop();
    deliveries = new Deliveries(loop, sent);
    places = new int[channels];
    int count = stage.size().connections();
    publishers = Optional.empty();
    crowd =
        Crowd.open(
            loop,
            count,
            i -> {
              String channel = "bench" + i % channels;
              return i < count - mayGetStuck
                  ? stage.session(channel, deliveries)
                  : stage.sluggishSession(channel, deliveries);
            });
  }

  private Publishing(Stage stage, int channels, String prefix, int node) throws IOException {
    this.stage = stage;
    loop = stage.loop();
    deliveries = new Deliveries(loop, sent);
    places = new int[channels];
    Arrivals nobody = (session, bytes, at, to) -> {};
    publishers =
        Optional.of(
            Crowd.open(loop, channels, i -> stage.sessionAt(0, prefix + "bench" + i, nobody)));
    crowd =
        Crowd.open(loop, channels, i -> stage.sessionAt(node, prefix + "bench" + i, deliveries));
  }

  /** One member of each channel at this node; the publishers are at the first. */
  static Publishing between(Stage stage, int channels, String prefix, int node) throws IOException {
    Publishing publishing = new Publishing(stage, channels, prefix, node);
    publishing.settle();
    return publishing;
  }

  /** The stage's connections, spread evenly over so many channels, each subscribed for sure. */
  static Publishing open(Stage stage, int channels) throws IOException {
    return open(stage, channels, 0);
  }

  /** The last so many have small buffers, to be used with {@link #stopReading}. */
  static Publishing open(Stage stage, int channels, int mayGetStuck) throws IOException {
    Publishing publishing = new Publishing(stage, channels, mayGetStuck);
    publishing.settle();
    return publishing;
  }

  /** Lets the last so many never read again. */
  void stopReading(int count) {
    stuck = count;
    crowd.sessions().subList(crowd.size() - count, crowd.size()).forEach(Session::stopReading);
  }

  /** Publishes without measuring. */
  void warmUp(int perSecond, int seconds) throws IOException {
    measure("warm-up", perSecond, seconds);
  }

  /** Publishes for so long at a steady rate, round robin over the channels. */
  Measurement measure(String load, int perSecond, int seconds) throws IOException {
    int turns = perSecond * seconds;
    long expected = (long) turns * (crowd.size() - stuck) / places.length;
    int closedBefore = deliveries.closed();
    deliveries.restart();
    Usage usage = Usage.start(stage);
    long start = System.nanoTime();
    Pacer pacer = Pacer.start(perSecond, turns, this::publish);
    while (!pacer.isDone()) {
      loop.poll(5);
      if (usage.elapsed() > TimeUnit.SECONDS.toNanos(seconds) + DRAIN_NANOS) {
        throw new IOException("the publisher can't keep up at all");
      }
    }
    boolean complete = drain(expected);
    long delivered = deliveries.measured();
    double took = Math.max(seconds, (deliveries.lastNanos() - start) / 1e9);
    Usage.Spent spent = usage.end(delivered);
    Map<Measure, Double> values = spent.values();
    values.put(Measure.DELIVERED, delivered / took);
    values.put(Measure.RATE, (double) perSecond);
    addLatency(values, deliveries.latency());
    List<String> remarks = new ArrayList<>(spent.remarks());
    addProblems(remarks, expected - delivered, deliveries.closed() - closedBefore);
    boolean kept = complete && took < seconds + 1;
    return new Measurement(new Outcome(load, values, remarks), delivered / took, complete, kept);
  }

  /**
   * One measurement.
   *
   * @param complete whether all arrived
   * @param kept whether they did within a second of the last due time
   */
  record Measurement(Outcome outcome, double perSecond, boolean complete, boolean kept) {}

  void close() throws IOException {
    crowd.close();
    if (publishers.isPresent()) {
      publishers.get().close();
    }
  }

  /**
   * Raises the rate until it is not kept, or no more arrives, and takes the best step. One in which
   * something was lost is none: a server must not look fast by cutting clients off.
   */
  Outcome most(String load, List<Integer> steps, int seconds) throws IOException {
    Measurement best = null;
    for (int rate : steps) {
      Measurement step = measure(load, rate, Math.max(2, seconds / 2));
      boolean better = best == null || (step.complete() && step.perSecond() > best.perSecond());
      best = better ? step : best;
      if (!better || !step.kept()) {
        break;
      }
    }
    return best.outcome();
  }

  static void addLatency(Map<Measure, Double> values, Histogram latency) {
    values.put(Measure.P50, latency.getValueAtPercentile(50) / 1e6);
    values.put(Measure.P99, latency.getValueAtPercentile(99) / 1e6);
    values.put(Measure.P999, latency.getValueAtPercentile(99.9) / 1e6);
  }

  private void publish(long dueNanos, int turn) {
    int channel = turn % places.length;
    publishers.orElse(crowd).get(channel).publish(sent.next(dueNanos, places[channel]++));
  }

  private boolean drain(long expected) throws IOException {
    long deadline = System.nanoTime() + DRAIN_NANOS;
    while (deliveries.measured() < expected) {
      long now = System.nanoTime();
      if (now - deadline > 0 || now - deliveries.lastNanos() > SILENCE_NANOS) {
        return false;
      }
      loop.poll(5);
    }
    return true;
  }

  /** A server may say that a client is in before its messages reach it: probes until they do. */
  private void settle() throws IOException {
    long deadline = System.nanoTime() + SETTLE_NANOS;
    do {
      if (System.nanoTime() - deadline > 0) {
        long deaf = crowd.sessions().stream().filter(s -> s.received() == 0).count();
        throw new IOException(deaf + " connections receive nothing that is published");
      }
      for (int channel = 0; channel < places.length; channel++) {
        publish(System.nanoTime(), channel);
      }
    } while (!loop.until(this::everyoneHears, PROBE_NANOS));
    loop.during(PROBE_NANOS);
  }

  private boolean everyoneHears() {
    return crowd.sessions().stream().allMatch(session -> session.received() > 0);
  }

  private void addProblems(List<String> remarks, long missing, int closed) {
    if (missing > 0) {
      remarks.add(missing + " not delivered");
    }
    if (deliveries.damaged() > 0) {
      remarks.add(deliveries.damaged() + " DAMAGED");
    }
    if (deliveries.disordered() > 0) {
      remarks.add(deliveries.disordered() + " out of order or after a gap");
    }
    if (closed > 0) {
      remarks.add(
          String.format(Locale.ROOT, "%d clients cut off (%s)", closed, deliveries.lastEnd()));
    }
  }
}
