package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A connection that is closed once what waits has been written. */
class OutgoingFarewellTest extends OutboundQueueFixture {
  private static final CloseReason ENOUGH = new CloseReason(3501, "bad request");

  @Test
  void whatWaitsIsWrittenBeforeTheConnectionIsClosed() {
    transport.hold();
    send("a", "b", "c");

    connection.closeWhenSent(ENOUGH);
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    transport.release();

    assertThat(transport.sequence()).containsExactly("a", "b", "c");
    assertThat(transport.closes()).containsExactly(ENOUGH);
  }

  @Test
  void anIdleConnectionIsClosedAtOnce() {
    connection.closeWhenSent(ENOUGH);

    assertThat(transport.closes()).containsExactly(ENOUGH);
  }

  @Test
  void nothingIsTakenAnyMoreMeanwhile() {
    transport.hold();
    send("a");
    connection.closeWhenSent(ENOUGH);

    assertThat(connection.send(Message.text("late", null), OverflowPolicy.DISCONNECT)).isFalse();
    transport.release();

    assertThat(transport.sequence()).containsExactly("a");
    assertThat(transport.closes()).containsExactly(ENOUGH);
  }

  @Test
  void theFirstReasonCounts() {
    transport.hold();
    send("a");
    connection.closeWhenSent(ENOUGH);
    connection.closeWhenSent(CloseReason.INTERNAL_ERROR);
    transport.release();

    assertThat(transport.closes()).containsExactly(ENOUGH);
  }

  @Test
  void aCloseThatDoesNotWaitGoesFirst() {
    transport.hold();
    send("a", "b");
    connection.closeWhenSent(ENOUGH);

    connection.close(CloseReason.SLOW);
    transport.release();

    assertThat(transport.sequence()).containsExactly("a");
    assertThat(transport.closes()).containsExactly(CloseReason.SLOW);
  }
}
