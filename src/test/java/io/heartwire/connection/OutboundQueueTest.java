package io.heartwire.connection;

import static io.heartwire.testkit.ScriptedTransport.PING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages on their way out: at once, through a backlog, over its limits, and into a close. */
class OutboundQueueTest extends OutboundQueueFixture {
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
    assertThat(connection.liveness().writingSince()).isEqualTo(pool.time.nanos());

    pool.time.advance(Duration.ofSeconds(2));
    transport.complete();

    ConnectionSnapshot facts = connection.snapshot();
    assertThat(facts.messagesSent()).isEqualTo(1);
    assertThat(facts.bytesSent()).isEqualTo(5);
    assertThat(facts.lastSent()).isZero();
    assertThat(connection.liveness().writingSince()).isEqualTo(LivenessFacts.NEVER);
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
      Message message = Message.text("m" + i, "topic");
      assertThat(connection.send(message, OverflowPolicy.DROP_OLDEST)).isTrue();
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

  private void sendLatest(String text, String topic) {
    assertThat(connection.send(Message.text(text, topic), OverflowPolicy.LATEST)).isTrue();
  }

  private int inUse() {
    return pool.outboxes.figures().inUse();
  }
}
