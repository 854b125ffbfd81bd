package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Session;
import io.heartwire.bench.load.Session.State;
import io.heartwire.bench.report.Measure;
import io.heartwire.bench.report.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Handshakes that are accepted and left at once, and as many of pages of a site that may not
 * connect; a bounded number at a time. What a refusal costs, against what it saves.
 */
final class Refusals implements Scenario {
  private static final int AT_A_TIME = 64;
  private static final String REFUSED = "refused: HTTP/1.1 403";

  @Override
  public String name() {
    return "refusals";
  }

  @Override
  public boolean fits(Contender contender) {
    return contender.isGateway() && contender.queues().isEmpty();
  }

  @Override
  public List<Outcome> run(Stage stage) throws IOException {
    Dialect welcome = stage.contender().dialect();
    Dialect foreign = new ForeignPage(welcome);
    knock(stage, welcome, "");
    knock(stage, foreign, "");
    return List.of(knock(stage, welcome, "accepted"), knock(stage, foreign, "refused"));
  }

  private static Outcome knock(Stage stage, Dialect dialect, String load) throws IOException {
    int count = stage.size().handshakes();
    Door door = new Door();
    List<Session> present = new ArrayList<>();
    Usage usage = Usage.start(stage);
    for (int came = 0; door.accepted + door.refused + door.failed < count; ) {
      while (present.size() < AT_A_TIME && came < count) {
        present.add(stage.session(dialect, "bench" + came++, door));
      }
      stage.loop().poll(5);
      present.removeIf(session -> session.state() == State.CLOSED);
    }
    double took = usage.elapsed() / 1e9;
    Usage.Spent spent = usage.end(count);
    Map<Measure, Double> values = spent.values();
    values.put(Measure.HANDSHAKES, count / took);
    spent.remarks().addAll(door.surprises(load));
    return new Outcome(load, values, spent.remarks());
  }

  /** Counts how handshakes end. */
  private static final class Door implements Arrivals {
    private int accepted;
    private int refused;
    private int failed;
    private String failure = "";

    @Override
    public void arrived(Session session, byte[] bytes, int at, int to) {}

    @Override
    public void ready(Session session) {
      accepted++;
      session.leave();
    }

    @Override
    public void closed(Session session) {
      if (session.end().startsWith(REFUSED)) {
        refused++;
      } else if (!session.end().equals(Session.LEFT)) {
        failed++;
        failure = session.end();
      }
    }

    List<String> surprises(String load) {
      List<String> remarks = new ArrayList<>();
      if (failed > 0) {
        remarks.add(failed + " failed: " + failure);
      }
      if (load.equals("accepted") ? refused > 0 : accepted > 0) {
        remarks.add(refused + " refused, " + accepted + " accepted");
      }
      return remarks;
    }
  }

  /** A client of the dialect in a page of a site that the gateway does not know. */
  private record ForeignPage(Dialect dialect) implements Dialect {
    @Override
    public String path(String channel) {
      return dialect.path(channel);
    }

    @Override
    public String subprotocol() {
      return dialect.subprotocol();
    }

    @Override
    public String headers() {
      return "Origin: https://elsewhere.example\r\n";
    }

    @Override
    public void opened(Session session) {
      session.ready();
    }

    @Override
    public void frame(Session session, byte[] bytes, int from, int to) {}

    @Override
    public byte[] publication(String channel, byte[] message) {
      return message;
    }
  }
}
