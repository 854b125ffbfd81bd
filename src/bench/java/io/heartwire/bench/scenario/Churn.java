package io.heartwire.bench.scenario;

import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Deliveries;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;
import io.heartwire.bench.load.Session.State;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Visitors that connect, join a channel of their own, publish one message, receive it and leave; a
 * bounded number is there at a time.
 */
final class Churn implements Scenario {
  private static final int AT_A_TIME = 64;

  @Override
  public String name() {
    return "churn";
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    Visitors visitors = new Visitors(stage);
    visitors.come(stage.measureNanos());
    visitors.deliveries.restart();
    Usage usage = Usage.start(stage);
    long before = visitors.gone;
    visitors.come(stage.measureNanos());
    double took = usage.elapsed() / 1e9;
    long visits = visitors.gone - before;
    Usage.Spent spent = usage.end(visits);
    Map<Measure, Double> values = spent.values();
    values.put(Measure.VISITS, visits / took);
    Publishing.addLatency(values, visitors.deliveries.latency());
    if (visitors.failed + visitors.deliveries.damaged() > 0) {
      spent.remarks().add(visitors.failed + " failed: " + visitors.failure);
    }
    return List.of(new Outcome(AT_A_TIME + " at a time", values, spent.remarks()));
  }

  private static final class Visitors implements Arrivals {
    private final Stage stage;
    private final Sent sent = new Sent();
    private final Deliveries deliveries;
    private final List<Session> present = new ArrayList<>();
    private int came;
    private long gone;
    private long failed;
    private String failure = "";

    Visitors(Stage stage) {
      this.stage = stage;
      deliveries = new Deliveries(stage.loop(), sent);
    }

    void come(long nanos) throws IOException {
      long deadline = System.nanoTime() + nanos;
      while (System.nanoTime() - deadline < 0) {
        while (present.size() < AT_A_TIME) {
          present.add(stage.session("bench" + came++, this));
        }
        stage.loop().poll(5);
        present.removeIf(session -> session.state() == State.CLOSED);
      }
    }

    @Override
    public void ready(Session session) {
      session.publish(sent.next(System.nanoTime(), 0));
    }

    @Override
    public void arrived(Session session, byte[] bytes, int at, int to) {
      deliveries.arrived(session, bytes, at, to);
      gone++;
      session.leave();
    }

    @Override
    public void closed(Session session) {
      if (session.received() == 0) {
        failed++;
        failure = session.end();
      }
    }
  }
}
