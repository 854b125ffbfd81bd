package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrittenTimeTest extends OutboundQueueFixture {

  private Message measured(String text) {
    Message message = Message.line(text, null);
    message.measureSince(pool.time.nanos());
    return message;
  }

  private void send(Message message) {
    assertThat(connection.send(message, OverflowPolicy.DISCONNECT)).isTrue();
  }

  @Test
  void messagesAreMeasuredOnlyWhereTheySaySo() {
    send("a");
    assertThat(pool.written).isEmpty();

    send(measured("b"));
    assertThat(pool.written).containsExactly(0L);
  }

  @Test
  void timeEndsWhenTheWriteDoes() {
    transport.hold();
    send(measured("a"));
    pool.time.advance(Duration.ofMillis(40));
    assertThat(pool.written).isEmpty();

    transport.release();
    assertThat(pool.written).containsExactly(40_000_000L);
  }

  @Test
  void eachThatSharesAWriteHasItsOwnTime() {
    transport.hold();
    send("a");
    send(measured("b"));
    pool.time.advance(Duration.ofMillis(1));
    sendLines("c");
    send(measured("d"));
    pool.time.advance(Duration.ofMillis(2));
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", "b\nc\nd");
    assertThat(pool.written).containsExactly(3_000_000L, 2_000_000L);
  }

  @Test
  void whatIsNeverWrittenHasNoTime() {
    transport.hold();
    send("a");
    send(measured("b"));
    connection.ended(CloseReason.NORMAL);
    transport.release();

    assertThat(pool.written).isEmpty();
  }
}
