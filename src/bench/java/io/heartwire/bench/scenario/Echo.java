package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Crowd;
import io.heartwire.bench.load.Deliveries;
import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Round trips: each client sends the next message when the one before has come back. The gateway
 * has no echo, so there each has a channel to itself and gets back what it publishes.
 */
final class Echo implements Scenario {
  private static final int CLIENTS = 100;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public boolean fits(Contender contender) {
    return contender.echo().isPresent();
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    Dialect dialect = stage.contender().echo().orElseThrow();
    Sent sent = new Sent();
    Deliveries deliveries = new Deliveries(stage.loop(), sent);
    Player player = new Player(deliveries, sent);
    Crowd crowd =
        Crowd.open(stage.loop(), CLIENTS, i -> stage.session(dialect, "bench" + i, player));
    crowd.sessions().forEach(player::hit);
    stage.loop().during(stage.measureNanos());
    deliveries.restart();
    Usage usage = Usage.start(stage);
    stage.loop().during(stage.measureNanos());
    double took = usage.elapsed() / 1e9;
    long trips = deliveries.measured();
    Usage.Spent spent = usage.end(trips);
    Map<Measure, Double> values = spent.values();
    values.put(Measure.ROUND_TRIPS, trips / took);
    Publishing.addLatency(values, deliveries.latency());
    if (deliveries.damaged() + deliveries.closed() > 0) {
      spent
          .remarks()
          .add(deliveries.damaged() + " DAMAGED, " + deliveries.closed() + " clients cut off");
    }
    crowd.close();
    return List.of(new Outcome(CLIENTS + " clients", values, spent.remarks()));
  }

  /** Answers each arrival with the next message. */
  private record Player(Deliveries deliveries, Sent sent) implements Arrivals {

    @Override
    public void arrived(Session session, byte[] bytes, int at, int to) {
      deliveries.arrived(session, bytes, at, to);
      hit(session);
    }

    @Override
    public void closed(Session session) {
      deliveries.closed(session);
    }

    void hit(Session session) {
      session.publish(sent.next(System.nanoTime(), (int) session.received()));
    }
  }
}
