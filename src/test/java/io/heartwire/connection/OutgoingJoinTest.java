package io.heartwire.connection;

import static io.heartwire.testkit.ScriptedTransport.PING;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Waiting messages that leave as one frame. */
class OutgoingJoinTest extends OutboundQueueFixture {
  @Test
  void linesThatWaitLeaveAsOneFrame() {
    transport.hold();
    sendLines("a", "b", "c", "d");
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", "b\nc\nd");
  }

  @Test
  void whatComesBeforeTheWriterTakesItsFirstFrameJoinsThatFrame() {
    FrameQueue[] queue = new FrameQueue[1];
    Connection other = pool.admit();
    TestPool.open(other, handingOut(queue));
    other.send(Message.line("a", null), OverflowPolicy.DISCONNECT);
    other.send(Message.line("b", null), OverflowPolicy.DISCONNECT);

    assertThat(((Message.Text) queue[0].next()).text()).isEqualTo("a\nb");
    assertThat(pool.outboxes.figures().inUse()).isZero();
  }

  @Test
  void partsThatWaitLeaveEndToEnd() {
    transport.hold();
    for (byte[] part : List.of(new byte[] {1}, new byte[] {2, 3}, new byte[] {4, 5, 6})) {
      send(Message.part(ByteBuffer.wrap(part), null));
    }
    transport.release();

    Message.Binary joined = (Message.Binary) transport.messages().get(1);
    assertThat(joined.view()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3, 4, 5, 6}));
    assertThat(joined.view().isDirect()).as("the container need not copy it again").isTrue();
  }

  @Test
  void aMessageAloneIsTheSharedOneNotACopy() {
    Message line = Message.line("a", null);
    Message part = Message.part(ByteBuffer.allocate(3), null);
    transport.hold();
    send(line, part, line);
    transport.release();

    assertThat(transport.messages()).satisfiesExactly(same(line), same(part), same(line));
  }

  @Test
  void onlyNeighboursOfOneKindThatMayBeJoinedAre() {
    transport.hold();
    send(Message.text("t", null), Message.text("u", null), Message.line("a", null));
    send(Message.part(ByteBuffer.allocate(3), null), Message.line("b", null));
    transport.release();

    assertThat(transport.sequence()).containsExactly("t", "u", "a", "3 bytes", "b");
  }

  @Test
  void aBinaryMessageIsNotJoinedToAPart() {
    transport.hold();
    send(Message.text("t", null), Message.part(ByteBuffer.allocate(3), null));
    send(Message.binary(ByteBuffer.allocate(4), null), Message.part(ByteBuffer.allocate(5), null));
    transport.release();

    assertThat(transport.sequence()).containsExactly("t", "3 bytes", "4 bytes", "5 bytes");
  }

  @Test
  void aJoinedFrameThatFitsTheWindowIsFilledNoFurther() {
    transport.hold();
    sendLines("x");
    sendLines(kib(10), kib(10), kib(10), kib(10));
    transport.complete();
    assertThat(connection.snapshot().queued()).as("three fit 32 KiB").isEqualTo(1);
    transport.release();
    connection.pong(transport.lastPing());
    transport.comeAgain();

    assertThat(sizes()).containsExactly(1, 30 * KIB + 2, 10 * KIB);
  }

  @Test
  void aFrameMayBeJoinedUpToTheLastByteOfTheWindow() {
    transport.hold();
    sendLines("x");
    sendLines(kib(16), "y".repeat(16 * KIB - 2));
    transport.release();
    assertThat(sizes()).as("1 and 32767 bytes").containsExactly(1, 32 * KIB - 1);
  }

  @Test
  void aFrameBeyondTheWindowTakesUpToSixtyFourKibibytes() {
    transport.hold();
    sendBytes(10 * KIB);
    sendLines(kib(23), kib(20), kib(20), kib(1));
    transport.release();

    assertThat(sizes()).containsExactly(10 * KIB, 63 * KIB + 2, KIB);
    assertThat(Frame.MOST_BYTES).isEqualTo(64 * KIB);
  }

  @Test
  void aJoinedFrameCountsAsAllItsMessagesAndItsBytesOnTheWire() {
    transport.hold();
    sendLines("a", "grün", "ü", "");
    transport.complete();
    assertThat(connection.snapshot().messagesSent()).as("the others are in flight").isEqualTo(1);
    transport.complete();

    ConnectionSnapshot facts = connection.snapshot();
    assertThat(facts.messagesSent()).isEqualTo(4);
    assertThat(facts.bytesSent()).isEqualTo(1 + 5 + 1 + 2 + 1);
    assertThat(facts.unacknowledged()).isEqualTo(1 + 5 + 1 + 2 + 1);
    assertThat(transport.messages().get(1).size()).isEqualTo(5 + 1 + 2 + 1);
    assertThat(facts.dropped()).isZero();
  }

  @Test
  void aJoinedFrameThatFailsIsDroppedWithAllItsMessages() {
    transport.hold();
    sendLines("a", "b", "c", "d");
    transport.complete();
    sendLines("e");
    transport.fail(CloseReason.VANISHED);

    assertThat(connection.snapshot().messagesSent()).isEqualTo(1);
    assertThat(connection.snapshot().dropped()).isEqualTo(4);
  }

  @Test
  void aJoinedFrameInFlightIsDroppedWithAllItsMessagesByAClose() {
    transport.hold();
    sendLines("a", "b", "c");
    transport.complete();
    connection.close(CloseReason.NORMAL);

    assertThat(connection.snapshot().dropped()).isEqualTo(2);
  }

  @Test
  void theLeaseGoesBackWhenAllThatWaitsWasTakenIntoOneFrame() {
    transport.hold();
    sendLines("a", "b", "c");
    assertThat(pool.outboxes.figures().inUse()).isEqualTo(1);
    transport.complete();

    assertThat(pool.outboxes.figures().inUse()).isZero();
    assertThat(connection.snapshot().queued()).isZero();
  }

  private List<Integer> sizes() {
    assertThat(transport.sequence()).filteredOn(PING::equals).hasSizeLessThan(2);
    return transport.messages().stream().map(Message::size).toList();
  }

  private void send(Message... messages) {
    for (Message message : messages) {
      assertThat(connection.send(message, OverflowPolicy.DISCONNECT)).isTrue();
    }
  }

  private static String kib(int kibibytes) {
    return "x".repeat(kibibytes * KIB);
  }

  private static Consumer<Message> same(Message expected) {
    return actual -> assertThat(actual).isSameAs(expected);
  }
}
