package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is sent to a client that has been let in, whose handshake is not answered yet. */
class OutgoingBeforeWireTest {
  private static final int CAPACITY = 4;

  @RegisterExtension
  final TestPool pool = new TestPool(Map.of("heartwire.outbox.capacity", String.valueOf(CAPACITY)));

  private final ScriptedTransport wire = new ScriptedTransport();
  private final Connection connection = pool.admit();
  private final AtomicInteger ends = new AtomicInteger();

  @BeforeEach
  void prepare() {
    assertThat(connection.prepare(ends::incrementAndGet)).isTrue();
  }

  @Test
  void messagesLeaveInTheirOrderOnceTheWireIsThere() {
    send("a", "b", "c");
    assertThat(connection.snapshot().queued()).isEqualTo(3);
    assertThat(connection.snapshot().messagesSent()).isZero();

    assertThat(connection.open(wire)).isTrue();
    send("d");

    assertThat(wire.sequence()).containsExactly("a", "b", "c", "d");
    assertThat(connection.snapshot().queued()).isZero();
    assertThat(pool.outboxes.figures().inUse()).isZero();
  }

  @Test
  void whatIsSentWhileTheFirstOfThemIsWrittenFollowsThem() {
    send("a", "b");
    wire.hold();
    connection.open(wire);
    send("c");
    wire.release();

    assertThat(wire.sequence()).containsExactly("a", "b", "c");
  }

  @Test
  void theyLeaveTogetherOverAWireThatNeverBlocks() {
    send("a", "b");
    connection.open(wire.nonBlocking().hold());
    wire.complete();

    assertThat(wire.sequence()).containsExactly("a", "b");
    assertThat(wire.isHolding()).as("in one write").isFalse();
  }

  @Test
  void aConnectionThatNothingWasSentToIsIdle() {
    connection.open(wire.hold());
    assertThat(wire.isHolding()).isFalse();

    send("a");
    wire.complete();

    assertThat(wire.sequence()).containsExactly("a");
  }

  @Test
  void moreThanMayWaitClosesTheConnectionBeforeItIsOpened() {
    for (int i = 0; i < CAPACITY; i++) {
      send("x");
    }
    assertThat(connection.endedBy()).isEmpty();

    assertThat(connection.send(Message.text("x", null), OverflowPolicy.DISCONNECT)).isFalse();

    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(connection.endedBy()).contains(CloseReason.SLOW);
    assertThat(connection.open(wire)).isFalse();
    assertThat(wire.sequence()).isEmpty();
    assertThat(connection.snapshot().dropped()).isEqualTo(CAPACITY + 1);
    assertThat(pool.outboxes.figures().inUse()).isZero();
  }

  @Test
  void moreThanMayWaitIsDroppedWhereThatIsThePolicy() {
    for (int i = 0; i < CAPACITY + 3; i++) {
      connection.send(Message.text("m" + i, "topic"), OverflowPolicy.DROP_OLDEST);
    }
    connection.open(wire);

    assertThat(wire.sequence()).containsExactly("m3", "m4", "m5", "m6");
    assertThat(connection.snapshot().dropped()).isEqualTo(3);
  }

  @Test
  void aMessageLargerThanAllThatMayWaitIsRefused() {
    ByteBuffer large = ByteBuffer.allocate(1 << 20 | 1);

    assertThat(connection.send(Message.binary(large, null), OverflowPolicy.DROP_OLDEST)).isFalse();

    send("small");
    connection.open(wire);
    assertThat(wire.sequence()).containsExactly("small");
  }

  @Test
  void aConnectionThatIsToCloseWhenAllIsSentWaitsForItsWire() {
    send("last words");
    connection.closeWhenSent(CloseReason.EXPIRED);
    assertThat(connection.send(Message.text("late", null), OverflowPolicy.DISCONNECT)).isFalse();
    assertThat(connection.state()).isEqualTo(ConnectionState.PENDING);

    assertThat(connection.open(wire)).isTrue();

    assertThat(wire.sequence()).containsExactly("last words");
    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
    assertThat(ends).hasValue(1);
  }

  @Test
  void itDoesSoAlsoWhenNothingWaits() {
    connection.closeWhenSent(CloseReason.EXPIRED);
    assertThat(connection.endedBy()).isEmpty();

    connection.open(wire);

    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
  }

  @Test
  void aConnectionThatIsClosedDropsWhatWaitsAndTakesNoWire() {
    send("a", "b");

    assertThat(connection.close(CloseReason.NOT_READY)).isTrue();

    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(connection.snapshot().dropped()).isEqualTo(2);
    assertThat(pool.outboxes.figures().inUse()).isZero();
    assertThat(ends).hasValue(1);
    assertThat(connection.open(wire)).isFalse();
    assertThat(wire.closes()).as("which is the caller's to close").isEmpty();
  }

  @Test
  void aClientThatIsClosedBeforeItsHandshakeIsAnsweredIsToldOfOnceItSeesBoth() {
    StringBuilder order = new StringBuilder();
    pool.opened.observe(event -> order.append("opened "));
    pool.closed.observe(event -> order.append("closed "));
    connection.close(CloseReason.INVALID_TOKEN);
    assertThat(order).as("it may never be answered").isEmpty();

    connection.open(wire);

    assertThat(order.toString()).isEqualTo("opened closed ");
    assertThat(pool.closed.single().reason()).isEqualTo(CloseReason.INVALID_TOKEN);
  }

  @Test
  void whoeverAsksForMoreThanHalfOfTheOutboxGoesOnOnceTheWireIsThere() {
    AtomicInteger resumed = new AtomicInteger();
    assertThat(connection.whenWritable(resumed::incrementAndGet)).isTrue();
    send("a", "b", "c");
    assertThat(connection.whenWritable(resumed::incrementAndGet)).isFalse();
    assertThat(resumed).hasValue(0);

    connection.open(wire);

    assertThat(resumed).hasValue(1);
  }

  @Test
  void nobodyIsAskedForAPong() {
    assertThat(connection.ping()).isFalse();
    connection.open(wire);

    assertThat(wire.sequence()).isEmpty();
  }

  @Test
  void aConnectionIsPreparedOnce() {
    assertThat(connection.prepare(ends::incrementAndGet)).isFalse();
  }

  @Test
  void aConnectionThatHasEndedIsNotPrepared() {
    Connection gone = pool.admit();
    gone.close(CloseReason.NOT_READY);

    assertThat(gone.prepare(() -> {})).isFalse();
    assertThat(gone.send(Message.text("late", null), OverflowPolicy.DISCONNECT)).isFalse();
  }

  @Test
  void nothingIsLostOrDoubledThatIsSentWhileTheWireComes() {
    Race.duel(
        20_000,
        Begun::new,
        begun -> begun.connection.open(begun.wire),
        begun -> {
          begun.connection.send(Message.text("a", null), OverflowPolicy.DISCONNECT);
          begun.connection.send(Message.text("b", null), OverflowPolicy.DISCONNECT);
        },
        begun -> {
          assertThat(begun.wire.sequence()).isEqualTo(List.of("early", "a", "b"));
          begun.connection.ended(CloseReason.NORMAL);
        });
  }

  private void send(String... texts) {
    for (String text : texts) {
      assertThat(connection.send(Message.text(text, null), OverflowPolicy.DISCONNECT)).isTrue();
    }
  }

  /** A connection that something was sent to before its wire comes. */
  private final class Begun {
    private final ScriptedTransport wire = new ScriptedTransport();
    private final Connection connection = pool.admit();

    Begun() {
      connection.prepare(() -> {});
      connection.send(Message.text("early", null), OverflowPolicy.DISCONNECT);
    }
  }
}
