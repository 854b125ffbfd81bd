package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.load.Crowd;
import io.heartwire.bench.load.Deliveries;
import io.heartwire.bench.load.Position;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All clients are cut off, miss a hundred messages, come back at once and recover each of them. */
final class RecoveryStorm implements Scenario {
  private static final String CHANNEL = "replay:bench";
  private static final int MISSED = 100;
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public boolean fits(Contender contender) {
    return contender.speaksCentrifugeJson();
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    storm(stage); // warms up
    return List.of(storm(stage));
  }

  private static Outcome storm(Stage stage) throws IOException {
    int clients = stage.size().connections();
    Sent sent = new Sent();
    Deliveries deliveries = new Deliveries(stage.loop(), sent);
    Crowd before = Crowd.open(stage.loop(), clients, i -> stage.session(CHANNEL, deliveries));
    Position position = before.get(0).position();
    before.close();
    publish(stage, sent);

    deliveries.restart();
    long received = deliveries.received();
    long expected = received + (long) clients * MISSED;
    Usage usage = Usage.start(stage);
    Crowd after =
        Crowd.open(
            stage.loop(),
            clients,
            clients,
            i -> {
              Session session = stage.session(CHANNEL, deliveries);
              session.setPosition(position);
              return session;
            });
    stage.loop().until(() -> deliveries.received() >= expected, LIMIT);
    double took = usage.elapsed() / 1e9;
    stage.loop().during(TimeUnit.MILLISECONDS.toNanos(300)); // what comes now was sent twice
    long recovered = deliveries.received() - received;
    Usage.Spent spent = usage.end(recovered);
    Map<Measure, Double> values = spent.values();
    values.put(Measure.TIME, took);
    values.put(Measure.RECOVERED, recovered / took);
    if (recovered != (long) clients * MISSED
        || deliveries.damaged() + deliveries.disordered() > 0) {
      spent
          .remarks()
          .add(
              "%d of %d recovered, %d damaged, %d out of order"
                  .formatted(
                      recovered,
                      (long) clients * MISSED,
                      deliveries.damaged(),
                      deliveries.disordered()));
    }
    after.close();
    return new Outcome(clients + " clients, " + MISSED + " each", values, spent.remarks());
  }

  /** By a client that comes for it, and sees each of them. */
  private static void publish(Stage stage, Sent sent) throws IOException {
    Deliveries own = new Deliveries(stage.loop(), sent);
    Crowd publisher = Crowd.open(stage.loop(), 1, i -> stage.session(CHANNEL, own));
    for (int i = 0; i < MISSED; i++) {
      publisher.get(0).publish(sent.next(System.nanoTime(), i));
    }
    boolean all = stage.loop().until(() -> own.received() == MISSED, LIMIT);
    publisher.close();
    if (!all) {
      throw new IOException("only " + own.received() + " of " + MISSED + " were published");
    }
  }
}
