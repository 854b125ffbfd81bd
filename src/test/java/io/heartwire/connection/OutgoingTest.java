package io.heartwire.connection;

import static io.heartwire.testkit.ScriptedTransport.PING;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way out of a connection, driven through it as producers, writer and peer do. */
class OutgoingTest {
  private static final int CAPACITY = 4;
  private static final int KIB = 1024;

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.outbox.capacity",
              String.valueOf(CAPACITY),
              "heartwire.outbox.max-bytes",
              "65536"));

  private final ScriptedTransport transport = new ScriptedTransport();
  private final Connection connection = pool.live(transport);

  @Test
  void anIdleConnectionWritesAtOnceAndLeasesNothing() {
    send("a");

    assertThat(transport.sequence()).containsExactly("a");
    assertThat(pool.outboxes.figures().created()).isZero();
  }

  @Test
  void nothingIsSentBeforeThereIsAWire() {
    Connection pending = pool.admit();

    assertThat(pending.send(Message.text("early", null), OverflowPolicy.DISCONNECT)).isFalse();
    assertThat(pending.ping()).isFalse();
    assertThat(pending.snapshot().dropped()).isZero();
  }

  @Test
  void whatComesDuringAWriteWaitsAndLeavesInOrder() {
    transport.hold();
    send("a", "b", "c");
    assertThat(transport.sequence()).isEmpty();
    assertThat(connection.snapshot().queued()).isEqualTo(2);

    transport.complete();
    assertThat(transport.sequence()).containsExactly("a");
    transport.complete();
    transport.complete();

    assertThat(transport.sequence()).containsExactly("a", "b", "c");
    assertThat(connection.snapshot().queued()).isZero();
  }

  @Test
  void theLeaseGoesBackWithTheLastMessageTaken() {
    transport.hold();
    send("a");
    assertThat(inUse()).as("the one in flight needs no outbox").isZero();
    send("b", "c");
    assertThat(inUse()).isEqualTo(1);

    transport.complete();
    assertThat(inUse()).as("one still waits").isEqualTo(1);
    transport.complete();
    assertThat(inUse()).as("the last one is in flight").isZero();
    transport.complete();
    assertThat(pool.outboxes.figures().idle()).isEqualTo(1);
  }

  @Test
  void aLaterBacklogReusesTheOutbox() {
    transport.hold();
    for (int i = 0; i < 5; i++) {
      send("a", "b");
      transport.complete();
      transport.complete();
    }

    assertThat(pool.outboxes.figures().created()).isEqualTo(1);
    assertThat(pool.outboxes.figures().reused()).isEqualTo(4);
  }

  @Test
  void theConnectionIsIdleAgainAfterABacklog() {
    transport.hold();
    send("a", "b");
    transport.release();
    send("c");

    assertThat(transport.sequence()).containsExactly("a", "b", "c");
    assertThat(inUse()).isZero();
  }

  @Test
  void whatIsWrittenIsCountedWhenItIsWritten() {
    transport.hold();
    send("grün");
    assertThat(connection.snapshot().messagesSent()).isZero();
    assertThat(connection.writingSince()).isEqualTo(pool.time.nanos());

    pool.time.advance(Duration.ofSeconds(2));
    transport.complete();

    ConnectionSnapshot facts = connection.snapshot();
    assertThat(facts.messagesSent()).isEqualTo(1);
    assertThat(facts.bytesSent()).isEqualTo(5);
    assertThat(facts.lastSent()).isZero();
    assertThat(connection.writingSince()).isEqualTo(Pulse.NEVER);
  }

  @Test
  void overflowUnderDisconnectClosesAsSlowAndCountsEveryMessageNotWritten() {
    transport.hold();
    for (int i = 0; i < 1 + CAPACITY; i++) {
      assertThat(connection.send(Message.text("x", null), OverflowPolicy.DISCONNECT)).isTrue();
    }
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);

    assertThat(connection.send(Message.text("x", null), OverflowPolicy.DISCONNECT)).isFalse();

    assertThat(transport.closes()).containsExactly(CloseReason.SLOW);
    assertThat(connection.snapshot().dropped()).isEqualTo(1 + CAPACITY + 1);
    assertThat(connection.snapshot().messagesSent()).isZero();
    assertThat(inUse()).isZero();
  }

  @Test
  void overflowUnderDropOldestKeepsTheNewestAndTheConnection() {
    transport.hold();
    for (int i = 0; i < 1 + CAPACITY + 3; i++) {
      assertThat(connection.send(Message.text("m" + i, null), OverflowPolicy.DROP_OLDEST)).isTrue();
    }
    assertThat(connection.snapshot().dropped()).isEqualTo(3);

    transport.release();

    assertThat(transport.sequence()).containsExactly("m0", "m4", "m5", "m6", "m7");
    assertThat(connection.snapshot().messagesSent()).isEqualTo(5);
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void overflowUnderLatestKeepsTheNewestOfEachTopic() {
    transport.hold();
    sendLatest("first", "X");
    for (int i = 0; i < CAPACITY; i++) {
      sendLatest("a" + i, i == 1 ? "B" : "A");
    }
    sendLatest("a9", "A");
    assertThat(connection.snapshot().dropped()).isEqualTo(CAPACITY - 1);

    transport.release();

    assertThat(transport.sequence()).containsExactly("first", "a1", "a9");
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST"})
  void aMessageThatCanNeverFitIsRefusedWithoutHarmOrLease(OverflowPolicy policy) {
    transport.hold();
    send("a");

    assertThat(connection.send(Message.text("x".repeat(65_537), null), policy)).isFalse();

    assertThat(inUse()).isZero();
    assertThat(connection.snapshot().dropped()).isEqualTo(1);
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    transport.release();
    send("b");
    assertThat(transport.sequence()).containsExactly("a", "b");
  }

  @Test
  void closingCountsWhatWaitsAndWhatIsInFlightAndGivesTheLeaseBack() {
    transport.hold();
    send("a", "b", "c");

    connection.close(CloseReason.NORMAL);

    assertThat(connection.snapshot().dropped()).isEqualTo(3);
    assertThat(connection.snapshot().queued()).isZero();
    assertThat(inUse()).isZero();
  }

  @Test
  void aWriteThatEndsAfterTheCloseChangesNoFigure() {
    transport.hold();
    send("a", "b");
    connection.close(CloseReason.NORMAL);

    transport.complete();

    assertThat(transport.isHolding()).as("nothing more is written").isFalse();
    assertThat(connection.snapshot().messagesSent() + connection.snapshot().dropped()).isEqualTo(2);
  }

  @Test
  void aFailedWriteClosesWithItsReasonAndCountsWhatWasLost() {
    transport.hold();
    send("a", "b", "c");
    transport.complete();

    transport.fail(CloseReason.VANISHED);

    assertThat(transport.closes()).containsExactly(CloseReason.VANISHED);
    assertThat(connection.snapshot().messagesSent()).isEqualTo(1);
    assertThat(connection.snapshot().dropped()).isEqualTo(2);
    assertThat(inUse()).isZero();
    connection.ended(CloseReason.NORMAL);
    assertThat(pool.closed.single().reason()).isEqualTo(CloseReason.VANISHED);
  }

  @Test
  void aFailedPingClosesToo() {
    transport.hold();
    connection.ping();

    transport.fail(CloseReason.VANISHED);

    assertThat(transport.closes()).containsExactly(CloseReason.VANISHED);
    assertThat(connection.snapshot().dropped()).isZero();
  }

  @Test
  void anIdleConnectionIsPingedAtOnce() {
    assertThat(connection.ping()).isTrue();

    assertThat(transport.sequence()).containsExactly(PING);
    assertThat(connection.awaitingSince()).isEqualTo(pool.time.nanos());
    assertThat(connection.writingSince()).isEqualTo(Pulse.NEVER);
  }

  @Test
  void aPingGoesOutBetweenTheMessageInFlightAndThoseThatWait() {
    transport.hold();
    send("a", "b", "c");

    assertThat(connection.ping()).isTrue();
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", PING, "b", "c");
  }

  @Test
  void aPingAskedForTwiceGoesOutOnce() {
    transport.hold();
    send("a");
    connection.ping();
    connection.ping();
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", PING);
  }

  @Test
  void aPingIsStampedWhenItIsWrittenNotWhenItIsAskedFor() {
    transport.hold();
    send("a");
    connection.ping();
    pool.time.advance(Duration.ofSeconds(4));
    transport.complete();

    assertThat(transport.lastPing().remaining()).isEqualTo(Long.BYTES);
    assertThat(connection.awaitingSince()).isEqualTo(pool.time.nanos());
    assertThat(connection.writingSince()).as("it may stall").isEqualTo(pool.time.nanos());
    transport.complete();
    assertThat(connection.writingSince()).isEqualTo(Pulse.NEVER);
  }

  @Test
  void noPingIsRiskedWhileMuchIsUnacknowledgedAndTheWireIsBusy() {
    fillTheWindow();

    assertThat(connection.ping()).isFalse();
    pool.time.advance(Duration.ofNanos(Outgoing.QUIET_NANOS - 1));
    assertThat(connection.ping()).isFalse();
    assertThat(transport.pings()).hasSize(1);
  }

  @Test
  void aPingGoesOutAgainAfterASecondOfQuiet() {
    fillTheWindow();
    pool.time.advance(Duration.ofNanos(Outgoing.QUIET_NANOS));

    assertThat(connection.ping()).isTrue();
    assertThat(transport.pings()).hasSize(2);
  }

  @Test
  void aWireWithAWriteUnderWayIsNotQuietHoweverLongItTakes() {
    fillTheWindow();
    transport.hold();
    send("stuck");
    pool.time.advance(Duration.ofSeconds(5));

    assertThat(connection.ping()).isFalse();
  }

  @Test
  void aPingWithinTheWindowIsNotHeldBack() {
    sendBytes(4 * KIB);
    sendBytes(3 * KIB);

    assertThat(connection.ping()).isTrue();
  }

  @Test
  void aPongIsAskedForEveryEightKibibytes() {
    for (int i = 0; i < 8; i++) {
      sendBytes(KIB);
      assertThat(transport.pings()).as("after %d KiB", i + 1).hasSize(i < 7 ? 0 : 1);
    }
    connection.pong(transport.lastPing());
    for (int i = 0; i < 8; i++) {
      sendBytes(KIB);
      assertThat(transport.pings()).hasSize(i < 7 ? 1 : 2);
    }
  }

  @Test
  void noSecondAcknowledgementIsAskedForWhileOneIsAwaited() {
    for (int i = 0; i < 16; i++) {
      sendBytes(KIB);
    }

    assertThat(transport.pings()).hasSize(1);
  }

  @Test
  void aPongAcknowledgesWhatWasWrittenBeforeItsPing() {
    sendBytes(3 * KIB);
    connection.ping();
    sendBytes(2 * KIB);
    assertThat(connection.snapshot().unacknowledged()).isEqualTo(5 * KIB);

    connection.pong(transport.lastPing());

    assertThat(connection.snapshot().unacknowledged()).isEqualTo(2 * KIB);
    assertThat(connection.awaitingSince()).isEqualTo(Pulse.NEVER);
  }

  @Test
  void aPongYieldsTheRoundTrip() {
    connection.ping();
    pool.time.advance(Duration.ofMillis(35));
    connection.pong(transport.lastPing());

    assertThat(connection.snapshot().roundTrip()).isEqualTo(Duration.ofMillis(35));
    assertThat(connection.snapshot().smoothedRoundTrip()).isEqualTo(Duration.ofMillis(35));
  }

  @Test
  void beforeTheFirstPongThereIsNoRoundTrip() {
    connection.ping();

    assertThat(connection.snapshot().roundTrip()).isNull();
    assertThat(connection.snapshot().smoothedRoundTrip()).isNull();
  }

  @Test
  void aPongThatAnswersNoPingOfOursIsASignOfLifeButNoMeasurement() {
    sendBytes(KIB);
    connection.ping();
    long asked = connection.awaitingSince();
    pool.time.advance(Duration.ofSeconds(1));

    for (ByteBuffer foreign : foreignPongs(asked)) {
      connection.pong(foreign);
    }

    assertThat(connection.snapshot().roundTrip()).isNull();
    assertThat(pool.roundTrips).isEmpty();
    assertThat(connection.snapshot().unacknowledged()).isEqualTo(KIB);
    assertThat(connection.awaitingSince()).isEqualTo(asked);
    assertThat(connection.snapshot().lastHeard()).isZero();
  }

  @Test
  void aPongRepeatedIsMeasuredOnce() {
    connection.ping();
    pool.time.advance(Duration.ofMillis(10));
    connection.pong(transport.lastPing());
    pool.time.advance(Duration.ofMillis(500));
    connection.pong(transport.lastPing());

    assertThat(pool.roundTrips).containsExactly(10_000_000L);
  }

  @Test
  void readingAPongLeavesItsBufferAlone() {
    connection.ping();
    ByteBuffer payload = transport.lastPing();
    connection.pong(payload);

    assertThat(payload.remaining()).isEqualTo(Long.BYTES);
  }

  @Test
  void thousandsOfMessagesAcrossManyBacklogsKeepTheirOrder() {
    List<String> sent = new ArrayList<>();
    for (int round = 0; round < 500; round++) {
      transport.hold();
      for (int i = 0; i <= round % (CAPACITY + 1); i++) {
        String text = round + "/" + i;
        send(text);
        sent.add(text);
      }
      transport.release();
      transport.pings().stream()
          .skip(Math.max(0, transport.pings().size() - 1))
          .forEach(connection::pong);
    }

    assertThat(transport.sequence()).filteredOn(one -> !one.equals(PING)).isEqualTo(sent);
    assertThat(pool.outboxes.figures().created()).isEqualTo(1);
  }

  @Test
  void aFrameIsSureToBeTakenWhileAllThatIsUnacknowledgedStaysWithinTheWindow() {
    FrameQueue[] queue = new FrameQueue[1];
    Connection other = pool.admit();
    other.open(handingOut(queue), () -> {});
    other.send(Message.binary(ByteBuffer.allocate(16 * KIB), null), OverflowPolicy.DISCONNECT);

    queue[0].next();
    assertThat(queue[0].fitsWindow()).as("exactly the window").isTrue();

    other.send(Message.text("x", null), OverflowPolicy.DISCONNECT);
    assertThat(queue[0].next()).as("a ping, to be written in any case").isEqualTo(Frame.Ping.PING);
    assertThat(queue[0].fitsWindow()).isTrue();
    queue[0].stampPing();
    queue[0].next();
    assertThat(queue[0].fitsWindow()).as("one byte more").isFalse();
  }

  @Test
  void aCloseDoesNotMakeAFrameBeyondTheWindowSureToBeTaken() {
    FrameQueue[] queue = new FrameQueue[1];
    Connection other = pool.admit();
    other.open(handingOut(queue), () -> {});
    other.send(Message.binary(ByteBuffer.allocate(60 * KIB), null), OverflowPolicy.DISCONNECT);
    queue[0].next();

    other.close(CloseReason.NORMAL);

    assertThat(queue[0].fitsWindow()).as("a blocking write would lose its thread").isFalse();
  }

  /** A wire that leaves the writing to the test. */
  private static Transport handingOut(FrameQueue[] queue) {
    return new Transport() {
      @Override
      public void drain(FrameQueue given) {
        queue[0] = given;
      }

      @Override
      public void close(CloseReason reason) {}
    };
  }

  private static List<ByteBuffer> foreignPongs(long asked) {
    return List.of(
        ByteBuffer.allocate(0),
        ByteBuffer.allocate(4),
        ByteBuffer.allocate(Long.BYTES).putLong(0, asked - 1),
        ByteBuffer.allocate(Long.BYTES).putLong(0, Pulse.NEVER),
        ByteBuffer.allocate(2 * Long.BYTES).putLong(0, asked));
  }

  /** Writes beyond the window of bytes that are safe to have unacknowledged; one ping goes out. */
  private void fillTheWindow() {
    for (int i = 0; i < 17; i++) {
      sendBytes(KIB);
    }
    assertThat(connection.snapshot().unacknowledged()).isGreaterThan(Outgoing.SAFE_WINDOW);
    assertThat(transport.pings()).hasSize(1);
  }

  private void send(String... texts) {
    for (String text : texts) {
      assertThat(connection.send(Message.text(text, null), OverflowPolicy.DISCONNECT)).isTrue();
    }
  }

  private void sendLatest(String text, String topic) {
    assertThat(connection.send(Message.text(text, topic), OverflowPolicy.LATEST)).isTrue();
  }

  private void sendBytes(int size) {
    Message message = Message.binary(ByteBuffer.allocate(size), null);
    assertThat(connection.send(message, OverflowPolicy.DISCONNECT)).isTrue();
  }

  private int inUse() {
    return pool.outboxes.figures().inUse();
  }
}
