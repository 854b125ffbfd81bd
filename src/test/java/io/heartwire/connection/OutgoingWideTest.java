package io.heartwire.connection;

import static io.heartwire.testkit.ScriptedTransport.PING;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way out over a wire whose writes never wait for the peer. */
class OutgoingWideTest {
  private static final int KIB = 1024;

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of("heartwire.outbox.capacity", "100", "heartwire.outbox.max-bytes", "1048576"));

  private final ScriptedTransport transport = new ScriptedTransport().nonBlocking();
  private final Connection connection = pool.live(transport);

  @Test
  void aPongIsAskedForOnlyAfterHalfOfAWideWindow() {
    for (int i = 0; i < 128; i++) {
      assertThat(transport.pings()).as("after %d KiB", i).isEmpty();
      send(Message.binary(ByteBuffer.allocate(KIB), null));
    }

    assertThat(transport.pings()).hasSize(1);
  }

  @Test
  void messagesThatCannotShareAFrameLeaveInOneWrite() {
    transport.hold();
    send(text("a"), text("b"), Message.binary(ByteBuffer.allocate(3), null), text("d"));
    transport.complete();
    assertThat(connection.snapshot().messagesSent()).as("three are in flight").isEqualTo(1);
    transport.complete();

    assertThat(transport.sequence()).containsExactly("a", "b", "3 bytes", "d");
    assertThat(transport.isHolding()).isFalse();
    assertThat(connection.snapshot().messagesSent()).isEqualTo(4);
    assertThat(connection.snapshot().bytesSent()).as("without headers").isEqualTo(6);
  }

  @Test
  void aSeriesEndsWhereMessagesMayShareAFrame() {
    transport.hold();
    send(text("a"), text("b"), Message.line("c", null), Message.line("d", null), text("e"));
    transport.complete();
    transport.complete();
    assertThat(transport.sequence()).containsExactly("a", "b");
    transport.complete();
    assertThat(transport.sequence()).containsExactly("a", "b", "c\nd");
    transport.release();
    assertThat(transport.sequence()).endsWith("e");
  }

  @Test
  void aSeriesWithItsHeadersIsNoLargerThanAWriterLaysOut() {
    transport.hold();
    send(text("first"));
    send(text(kib(32)), text("x".repeat(32 * KIB - Frame.HEADER_BYTES)), text(""));
    transport.complete();
    transport.complete();
    assertThat(transport.messages()).as("to the last byte").hasSize(3);
    transport.complete();

    assertThat(transport.messages()).hasSize(4);
  }

  @Test
  void aSeriesThatFailsIsDroppedWithAllItsMessages() {
    transport.hold();
    send(text("a"), text("b"), text("c"));
    transport.complete();
    transport.fail(CloseReason.VANISHED);

    assertThat(connection.snapshot().messagesSent()).isEqualTo(1);
    assertThat(connection.snapshot().dropped()).isEqualTo(2);
  }

  @Test
  void beyondTheWindowEachMessageIsWrittenAlone() {
    while (connection.snapshot().unacknowledged() < UnreadWindow.WIDE_WINDOW) {
      send(Message.binary(ByteBuffer.allocate(64 * KIB), null));
    }
    pool.time.advance(Duration.ofNanos(UnreadWindow.PATIENCE_NANOS));
    transport.hold();
    send(text("a"), text("b"));
    transport.complete();

    assertThat(transport.sequence()).contains(PING).endsWith("a");
    assertThat(transport.isHolding()).isTrue();
  }

  private void send(Message... messages) {
    for (Message message : messages) {
      assertThat(connection.send(message, OverflowPolicy.DISCONNECT)).isTrue();
    }
  }

  private static Message text(String text) {
    return Message.text(text, null);
  }

  private static String kib(int kibibytes) {
    return "x".repeat(kibibytes * KIB);
  }
}
