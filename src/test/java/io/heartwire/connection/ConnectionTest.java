package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The facts that a connection keeps of itself: signs of life, messages, ages, pings. */
class ConnectionTest {
  @RegisterExtension final TestPool pool = new TestPool();

  private final ScriptedTransport transport = new ScriptedTransport();

  @Test
  void aSignOfLifeRecoversAStaleConnectionAndForgetsItsMisses() {
    Connection connection = pool.live(transport);
    connection.missedPing();
    connection.missedPing();
    assertThat(connection.liveness().missed()).isEqualTo(2);

    connection.heard();

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(connection.liveness().missed()).isZero();
    assertThat(connection.liveness().missedAt()).isEqualTo(LivenessFacts.NEVER);
  }

  @Test
  void aSignOfLifeInTheMiddleOfAMissDoesNotLeaveTheConnectionStaleForEver() {
    Connection connection = pool.live(transport);

    pool.time.atNextRead(connection::heard);
    connection.missedPing();
    connection.heard();

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void everyFrameIsHeardButOnlyWholeMessagesAreCounted() {
    Connection connection = pool.live(transport);
    pool.time.advance(Duration.ofSeconds(3));

    connection.received(10, false);
    connection.received(5, true);

    ConnectionSnapshot facts = connection.snapshot();
    assertThat(facts.messagesReceived()).isEqualTo(1);
    assertThat(facts.bytesReceived()).isEqualTo(15);
    assertThat(facts.lastHeard()).isZero();
  }

  @Test
  void aMessageInEitherDirectionIsTheLastMessage() {
    Connection connection = pool.live(transport);
    pool.time.advance(Duration.ofSeconds(3));
    connection.send(Message.text("out", null), OverflowPolicy.DISCONNECT);
    assertThat(connection.liveness().lastMessageAt()).isEqualTo(pool.time.nanos());

    pool.time.advance(Duration.ofSeconds(3));
    connection.heard();
    assertThat(connection.liveness().lastMessageAt())
        .as("a pong is no message")
        .isLessThan(pool.time.nanos());

    connection.received(1, true);
    connection.active();
    assertThat(connection.liveness().lastMessageAt()).isEqualTo(pool.time.nanos());
  }

  @Test
  void aProtocolsOwnPingsAndPongsDoNotKeepAConnectionFromBeingIdle() {
    Connection connection = pool.live(transport);
    connection.pingWith(Message.line("{}", null), Duration.ofSeconds(25));
    long opened = pool.time.nanos();
    pool.time.advance(Duration.ofSeconds(25));

    assertThat(connection.ping()).isTrue();
    connection.received(2, true);
    connection.answered();

    assertThat(transport.sequence()).containsExactly("{}");
    assertThat(connection.liveness().lastMessageAt()).isEqualTo(opened);
    assertThat(connection.liveness().lastHeardAt()).isEqualTo(pool.time.nanos());
  }

  @Test
  void theUpgradeIsASignOfLife() {
    Connection connection = pool.admit();
    pool.time.advance(Duration.ofSeconds(9));

    TestPool.open(connection, transport);

    assertThat(connection.liveness().lastHeardAt()).isEqualTo(pool.time.nanos());
  }

  @Test
  void theLastMessageIsTheLaterOneEvenWhenTheNanosecondCounterOverflows() {
    ManualTimeSource overflowing = new ManualTimeSource(Long.MAX_VALUE);
    TestPool other = new TestPool(Map.of(), overflowing);
    Connection connection = other.live(transport);
    overflowing.advance(Duration.ofSeconds(1));
    connection.received(1, true);
    connection.active();

    assertThat(connection.liveness().lastMessageAt()).isEqualTo(overflowing.nanos());
    connection.ended(CloseReason.NORMAL);
  }

  @Test
  void agesFollowTheMonotonicClockAndTheOpeningTimeTheWallClock() {
    Instant before = pool.time.wallClock();
    Connection connection = pool.live(transport);

    pool.time.advance(Duration.ofSeconds(90));
    pool.time.jumpWallClock(Duration.ofDays(-30));

    ConnectionSnapshot facts = connection.snapshot();
    assertThat(facts.openedAt()).isEqualTo(before);
    assertThat(facts.age()).isEqualTo(Duration.ofSeconds(90));
    assertThat(facts.lastHeard()).isEqualTo(Duration.ofSeconds(90));
    assertThat(facts.lastSent()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void theFirstPingFallsIntoTheSecondHalfOfTheIntervalAndLaterOnesAtItsEnd() {
    for (int i = 0; i < 100; i++) {
      Connection connection = pool.live(new ScriptedTransport());
      assertThat(connection.liveness().pingPhase()).isGreaterThanOrEqualTo(0.5).isLessThan(1);
      connection.ping();
      assertThat(connection.liveness().pingPhase()).isEqualTo(1);
    }
  }

  @Test
  void namesAreNotGivenTwice() {
    assertThat(pool.admit().id()).isNotEqualTo(pool.admit().id());
  }
}
