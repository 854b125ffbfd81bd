package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import io.heartwire.connection.Transport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How the pings of many connections are spread over the sweeps of an interval. */
class HeartbeatCrowdTest extends HeartbeatFixture {
  private static final int CROWD = 1000;

  /** Four times what a sweep would send if a thousand pings were spread over 25 evenly. */
  private static final int MOST_PER_SWEEP = 160;

  private final List<Connection> crowd = new ArrayList<>();
  private final List<Asked> unanswered = new ArrayList<>();
  private final Random luck = new Random(25);

  @Test
  void afterAPauseACrowdIsAskedInTurnsAndNobodyIsMisjudged() {
    connectCrowd();
    live(50);
    answerAll();
    long before = heartbeat.pings();

    pool.time.advance(Duration.ofMinutes(1));
    SweepReport first = heartbeat.sweep();
    List<SweepReport> next = live(6);

    assertThat(first.late()).isTrue();
    assertThat(first.pinged()).isEqualTo(MOST_PER_SWEEP);
    assertThat(first.putOff()).as("left to the next").isEqualTo(CROWD - MOST_PER_SWEEP);
    assertThat(next).allSatisfy(report -> assertThat(report.pinged()).isLessThanOrEqualTo(160));
    assertThat(first.pinged() + pinged(next)).as("in a quarter of an interval").isEqualTo(CROWD);
    assertThat(next.get(5).putOff()).isZero();
    assertThat(heartbeat.pings() - before).as("in total").isEqualTo(CROWD);
    assertThat(heartbeat.pingsPutOff()).isGreaterThan(first.putOff());
    assertNobodyIsBlamed(live(100));
  }

  @Test
  void aShortPauseDoesNotBringACrowdIntoStep() {
    connectCrowd();
    live(50);

    pool.time.advance(Duration.ofSeconds(3));
    assertThat(heartbeat.sweep().late()).isTrue();

    assertStillSpread(live(100));
  }

  @Test
  void aCrowdHeardAtOneMomentIsNotAskedAtOneMoment() {
    connectCrowd();
    live(50);
    answerAll();
    crowd.forEach(Connection::heard);

    List<SweepReport> reports = live(100);

    assertThat(reports)
        .allSatisfy(report -> assertThat(report.pinged()).isLessThanOrEqualTo(MOST_PER_SWEEP));
    assertThat(pinged(reports.subList(0, 32))).isEqualTo(CROWD);
    assertNobodyIsBlamed(reports);
  }

  @Test
  void aCrowdWhoseAnswersTakeTheirTimeDoesNotDriftIntoStep() {
    connectCrowd();

    List<SweepReport> reports = live(30 * 25);

    assertThat(reports.stream().filter(report -> report.putOff() > 0))
        .as("chance brings some together, but not more and more")
        .hasSizeLessThan(reports.size() / 20);
    assertStillSpread(reports);
    assertNobodyIsBlamed(reports);
  }

  @Test
  void deadClientsAreFoundMissingThoughTheirPingsHadToWait() {
    connectCrowd();
    live(50);
    answerAll();
    unanswered.clear();
    pool.time.advance(Duration.ofMinutes(1));
    heartbeat.sweep();

    for (int second = 0; second < 30; second++) {
      beat(1);
    }

    assertThat(crowd).allSatisfy(one -> assertThat(one.state()).isEqualTo(ConnectionState.CLOSING));
  }

  @Test
  void aCrowdThatExpectsPingsMoreOftenThanTheIntervalGetsThemAll() {
    connectCrowd();
    crowd.forEach(one -> one.pingWith(Message.text("{}", null), SECOND));
    live(2);

    assertThat(live(20))
        .allSatisfy(report -> assertThat(report.pinged()).isEqualTo(CROWD))
        .allSatisfy(report -> assertThat(report.putOff()).isZero());
  }

  private void connectCrowd() {
    for (int i = 0; i < CROWD; i++) {
      Connection connection = pool.admit();
      TestPool.open(connection, new AnsweringLate(connection));
      connection.ready();
      crowd.add(connection);
    }
  }

  /** So many sweeps, in which each ping is answered within two, some sooner and some later. */
  private List<SweepReport> live(int sweeps) {
    List<SweepReport> reports = new ArrayList<>();
    for (int i = 0; i < sweeps; i++) {
      pool.time.advance(Duration.ofMillis(luck.nextInt(300)));
      List<Asked> soon =
          unanswered.stream().filter(one -> one.isLate() || luck.nextInt(3) > 0).toList();
      soon.forEach(Asked::answer);
      unanswered.removeAll(soon);
      pool.time.advance(Duration.ofMillis(1000));
      reports.add(heartbeat.sweep());
      pool.roundTrips.clear(); // a list that is dear to grow
    }
    pool.checkCounts();
    return reports;
  }

  private void answerAll() {
    unanswered.forEach(Asked::answer);
    unanswered.clear();
  }

  private static int pinged(List<SweepReport> reports) {
    return reports.stream().mapToInt(SweepReport::pinged).sum();
  }

  private static void assertNobodyIsBlamed(List<SweepReport> reports) {
    assertThat(reports)
        .allSatisfy(report -> assertThat(report.missed() + report.closed()).isZero());
  }

  /** A crowd in step takes seven sweeps: no more than its bound makes it. */
  private static void assertStillSpread(List<SweepReport> reports) {
    List<SweepReport> last = reports.subList(reports.size() - 25, reports.size());
    assertThat(last.stream().filter(report -> report.pinged() > 0))
        .as("sweeps with pings in the last interval: %s", last)
        .hasSizeGreaterThan(9);
  }

  /** A ping on its way. */
  private final class Asked {
    private final Connection connection;
    private final ByteBuffer payload;

    Asked(Connection connection, ByteBuffer payload) {
      this.connection = connection;
      this.payload = payload;
    }

    boolean isLate() {
      return pool.time.nanos() - payload.getLong(0) >= SECOND.toNanos();
    }

    void answer() {
      connection.pong(payload.duplicate());
    }
  }

  /** Takes everything at once, and leaves pings to be answered. */
  private final class AnsweringLate implements Transport {
    private final Connection connection;

    AnsweringLate(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void drain(FrameQueue queue) {
      for (Frame frame = queue.next(); frame != null; frame = queue.next()) {
        if (frame instanceof Frame.Ping) {
          unanswered.add(new Asked(connection, queue.stampPing()));
        } else {
          connection.answered();
        }
      }
    }

    @Override
    public void close(CloseReason reason) {}
  }
}
