package io.heartwire.connection;

import static io.heartwire.connection.ConnectionState.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Producers that wait for a client to read before they go on. */
class OutgoingBackPressureTest {
  private static final int CAPACITY = 8;
  private static final int MAX_BYTES = 4096;

  @RegisterExtension final TestPool pool = TestPool.withOutboxesOf(CAPACITY, MAX_BYTES);

  private final ScriptedTransport transport = new ScriptedTransport();
  private final Connection connection = pool.live(transport.hold());
  private final AtomicInteger resumed = new AtomicInteger();

  @Test
  void aConnectionIsWritableWhileLessThanHalfOfItsOutboxIsTakenByMessages() {
    assertThat(mayGoOn()).isTrue();
    inFlightAndWaiting(3);
    assertThat(mayGoOn()).isTrue();

    send("fourth");

    assertThat(mayGoOn()).isFalse();
  }

  @Test
  void aConnectionIsWritableWhileLessThanHalfOfItsOutboxIsTakenByBytes() {
    inFlightAndWaiting(0);
    send("x".repeat(MAX_BYTES / 2 - 1));
    assertThat(mayGoOn()).isTrue();

    send("x");

    assertThat(mayGoOn()).isFalse();
  }

  @Test
  void theProducerIsResumedOnceWhenLessThanAQuarterWaits() {
    inFlightAndWaiting(5);
    assertThat(mayGoOn()).isFalse();

    completeUntilWaiting(2);
    transport.complete();
    assertThat(resumed).as("two waited when the writer came: a quarter").hasValue(0);
    transport.complete();
    assertThat(resumed).as("one waited").hasValue(1);

    transport.release();
    assertThat(resumed).hasValue(1);
  }

  @Test
  void bytesKeepTheProducerWaitingToo() {
    inFlightAndWaiting(0);
    send("x".repeat(MAX_BYTES / 4));
    send("x".repeat(MAX_BYTES / 4));
    assertThat(mayGoOn()).isFalse();

    transport.complete();
    transport.complete();
    assertThat(resumed).as("a quarter of the bytes waited").hasValue(0);
    transport.complete();
    assertThat(resumed).hasValue(1);
  }

  @Test
  void theProducerIsResumedWhenAllThatWaitedLeftInOneFrame() {
    connection.send(Message.line("a", null), OverflowPolicy.DISCONNECT);
    for (int i = 0; i < CAPACITY; i++) {
      connection.send(Message.line("l" + i, null), OverflowPolicy.DISCONNECT);
    }
    assertThat(mayGoOn()).isFalse();

    transport.complete();
    assertThat(resumed).as("the frame is on its way").hasValue(0);
    transport.complete();

    assertThat(resumed).hasValue(1);
  }

  @Test
  void whatTheResumedProducerSendsLeavesInOneFrame() {
    inFlightAndWaiting(5);
    connection.whenWritable(
        () -> {
          for (int i = 0; i < 3; i++) {
            connection.send(Message.line("r" + i, null), OverflowPolicy.DISCONNECT);
          }
        });

    transport.release();

    assertThat(transport.sequence()).endsWith("m4", "r0\nr1\nr2");
    assertThat(pool.outboxes.figures().inUse()).isZero();
  }

  @Test
  void aResumedProducerMayWaitAgain() {
    int[] left = {100};
    pump(left);
    transport.release();

    assertThat(left[0]).isZero();
    assertThat(transport.sequence()).hasSize(100);
    assertThat(connection.state()).as("never more than it can hold").isEqualTo(LIVE);
  }

  @Test
  void aLaterActionTakesThePlaceOfAnEarlierOne() {
    inFlightAndWaiting(5);
    AtomicInteger earlier = new AtomicInteger();
    connection.whenWritable(earlier::incrementAndGet);
    assertThat(mayGoOn()).isFalse();

    transport.release();

    assertThat(earlier).hasValue(0);
    assertThat(resumed).hasValue(1);
  }

  @Test
  void anActionThatWaitsIsRunEvenIfAnotherProducerIsToldToGoOn() {
    inFlightAndWaiting(5);
    assertThat(mayGoOn()).isFalse();
    completeUntilWaiting(2);
    assertThat(connection.whenWritable(() -> {})).isTrue();

    transport.release();

    assertThat(resumed).hasValue(1);
  }

  @Test
  void aClosedConnectionResumesNobody() {
    inFlightAndWaiting(5);
    assertThat(mayGoOn()).isFalse();
    connection.close(CloseReason.NORMAL);
    assertThat(mayGoOn()).isFalse();

    transport.complete();

    assertThat(resumed).hasValue(0);
  }

  @Test
  void aFailedWriteResumesNobody() {
    inFlightAndWaiting(5);
    assertThat(mayGoOn()).isFalse();
    transport.fail(CloseReason.VANISHED);

    assertThat(resumed).hasValue(0);
  }

  @Test
  void anActionThatFailsIsReportedAndHarmsNothingElse() {
    inFlightAndWaiting(5);
    connection.whenWritable(
        () -> {
          throw new IllegalStateException("a producer out of order");
        });
    try (LogCapture log = new LogCapture(ConnectionRegistry.class)) {
      transport.release();
      assertThat(log.lines()).singleElement().asString().contains(connection.id().toString());
    }

    assertThat(pool.registry.totals().failedObservers()).isEqualTo(1);
    assertThat(transport.sequence()).hasSize(6);
    assertThat(connection.state()).isEqualTo(LIVE);
    send("next");
    assertThat(transport.sequence()).endsWith("next");
  }

  @Test
  void noWakeUpIsLostWhenTheWriterDrainsMeanwhile() {
    Race.duel(
        60_000,
        Drained::new,
        Drained::produce,
        Drained::write,
        one -> {
          assertThat(one.resumed.get()).isBetween(one.goOn ? 0 : 1, Drained.MOST_TRIES);
          int before = one.resumed.get();
          one.send(1);
          one.write();
          assertThat(one.resumed).as("nothing was left behind").hasValue(before);
          one.connection.ended(CloseReason.NORMAL);
        });
  }

  private void pump(int[] left) {
    while (left[0] > 0) {
      if (!connection.whenWritable(() -> pump(left))) {
        return;
      }
      left[0]--;
      send("p" + left[0]);
    }
  }

  private boolean mayGoOn() {
    return connection.whenWritable(resumed::incrementAndGet);
  }

  private void inFlightAndWaiting(int waiting) {
    send("in flight");
    for (int i = 0; i < waiting; i++) {
      send("m" + i);
    }
  }

  private void completeUntilWaiting(int waiting) {
    while (connection.snapshot().queued() > waiting) {
      transport.complete();
    }
    assertThat(resumed).hasValue(0);
  }

  private void send(String text) {
    assertThat(connection.send(Message.text(text, null), OverflowPolicy.DISCONNECT)).isTrue();
  }

  /** A connection with a full outbox, whose writer comes while a producer asks. */
  private final class Drained {
    static final int MOST_TRIES = 100;

    private final FrameQueue[] queue = new FrameQueue[1];
    private final Connection connection = pool.admit();
    private final AtomicInteger resumed = new AtomicInteger();
    private boolean goOn;

    Drained() {
      TestPool.open(connection, OutboundQueueFixture.handingOut(queue));
      send(1 + CAPACITY / 2);
    }

    /** All that waits, in one frame, which is all that it takes to miss a wake-up. */
    void write() {
      Frame frame;
      do {
        frame = queue[0].next();
      } while (frame != null);
    }

    void send(int lines) {
      for (int i = 0; i < lines; i++) {
        connection.send(Message.line("m", null), OverflowPolicy.DISCONNECT);
      }
    }

    /** Asks again and again, so that one question meets the writer on its way. */
    void produce() {
      for (int i = 0; i < MOST_TRIES && !goOn; i++) {
        goOn = connection.whenWritable(resumed::incrementAndGet);
      }
    }
  }
}
