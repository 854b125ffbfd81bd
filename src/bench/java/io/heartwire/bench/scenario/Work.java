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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One queue, those who send to it and those who consume from it: what arrives is counted and
 * compared with what was sent.
 */
final class Work {
  private static final int PRODUCERS = 10;

  /** Messages of a producer without a receipt. */
  private static final int WINDOW = 32;

  /** Messages that were sent and have not arrived; with fewer than this no queue is full. */
  private static final int MOST_UNDER_WAY = 5_000;

  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Stage stage;
  private final Loop loop;
  private final Sent sent = new Sent();
  private final Deliveries deliveries;
  private final Crowd consumers;
  private final Crowd producers;
  private final Queue<Session> idle = new ArrayDeque<>(); // once for each message it may send
  private boolean isFilling;
  private long confirmed;

  private Work(Stage stage, String queue, int consumers) throws IOException {
    this.stage = stage;
    loop = stage.loop();
    deliveries = new Deliveries(loop, sent);
    this.consumers = Crowd.open(loop, consumers, i -> stage.session(queue, new Consumer()));
    producers = Crowd.open(loop, PRODUCERS, i -> stage.producer(queue, new Producer()));
  }

  static Work open(Stage stage, String queue, int consumers) throws IOException {
    return new Work(stage, queue, consumers);
  }

  /** Sends as fast as receipts and arrivals allow, and leaves the queue empty. */
  void fill(long nanos) throws IOException {
    begin();
    loop.during(nanos);
    end();
  }

  /** The same, measured while it goes on. */
  Outcome saturated(String load) throws IOException {
    begin();
    loop.during(stage.measureNanos() / 4);
    deliveries.restart();
    long before = deliveries.received();
    Usage usage = Usage.start(stage);
    loop.during(stage.measureNanos());
    double took = usage.elapsed() / 1e9;
    long arrived = deliveries.received() - before;
    Usage.Spent spent = usage.end(arrived);
    spent.values().put(Measure.DELIVERED, arrived / took);
    end();
    return outcome(load, spent);
  }

  /** At a steady rate, which all should keep. */
  Outcome steady(String load, int perSecond) throws IOException {
    int turns = perSecond * stage.seconds();
    deliveries.restart();
    Usage usage = Usage.start(stage);
    Pacer pacer =
        Pacer.start(
            perSecond,
            turns,
            (due, turn) -> producers.get(turn % PRODUCERS).publish(sent.next(due, turn)));
    loop.until(pacer::isDone, stage.measureNanos() + DRAIN_NANOS);
    drain();
    Usage.Spent spent = usage.end(turns);
    Map<Measure, Double> values = spent.values();
    Publishing.addLatency(values, deliveries.latency());
    return outcome(load, spent);
  }

  void close() throws IOException {
    producers.close();
    consumers.close();
  }

  private void begin() {
    isFilling = true;
    idle.clear();
    for (int i = 0; i < PRODUCERS * WINDOW; i++) {
      idle.add(producers.get(i % PRODUCERS));
    }
    sendMore();
  }

  private void end() throws IOException {
    isFilling = false;
    drain();
  }

  private void sendMore() {
    while (isFilling && sent.count() - deliveries.received() < MOST_UNDER_WAY && !idle.isEmpty()) {
      idle.remove().publish(sent.next(System.nanoTime(), 0));
    }
  }

  private void drain() throws IOException {
    loop.until(
        () -> deliveries.received() >= sent.count() && confirmed >= sent.count(), DRAIN_NANOS);
  }

  private Outcome outcome(String load, Usage.Spent spent) {
    List<String> remarks = new ArrayList<>(spent.remarks());
    long missing = sent.count() - deliveries.received();
    if (missing > 0) {
      remarks.add(missing + " not delivered");
    } else if (missing < 0) {
      remarks.add(-missing + " delivered again");
    }
    if (confirmed != sent.count()) {
      remarks.add(sent.count() - confirmed + " without a receipt");
    }
    if (deliveries.damaged() > 0) {
      remarks.add(deliveries.damaged() + " DAMAGED");
    }
    if (deliveries.closed() > 0) {
      remarks.add(deliveries.closed() + " clients cut off (" + deliveries.lastEnd() + ")");
    }
    return new Outcome(load, spent.values(), remarks);
  }

  private final class Consumer implements Arrivals {
    @Override
    public void arrived(Session session, byte[] bytes, int at, int to) {
      deliveries.arrived(session, bytes, at, to);
      sendMore();
    }

    @Override
    public void closed(Session session) {
      deliveries.closed(session);
    }
  }

  private final class Producer implements Arrivals {
    @Override
    public void arrived(Session session, byte[] bytes, int at, int to) {
      throw new IllegalStateException("a message for a client that consumes nothing");
    }

    @Override
    public void confirmed(Session session) {
      confirmed++;
      if (isFilling) {
        idle.add(session);
        sendMore();
      }
    }

    @Override
    public void closed(Session session) {
      deliveries.closed(session);
    }
  }
}
