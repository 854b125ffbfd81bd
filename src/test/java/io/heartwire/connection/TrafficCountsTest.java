package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrafficCountsTest {
  @RegisterExtension final TestPool pool = new TestPool(Map.of());

  @Test
  void thatOfThePoolIsTheSumOfThatOfItsConnections() {
    Connection one = pool.live(new ScriptedTransport());
    Connection other = pool.live(new ScriptedTransport());

    one.received(7, false);
    one.received(2, true);
    other.received(1, true);
    one.send(Message.text("hello", null), OverflowPolicy.DISCONNECT);
    other.send(Message.text("you", null), OverflowPolicy.DISCONNECT);
    one.ping();

    assertThat(pool.registry.traffic()).isEqualTo(new ConnectionTraffic(2, 10, 2, 8));
    assertThat(pool.registry.traffic()).isEqualTo(sumOfSnapshots());
  }

  @Test
  void whatIsNotWrittenIsNotSent() {
    ScriptedTransport slow = new ScriptedTransport();
    Connection lagging = pool.live(slow);
    slow.hold();

    lagging.send(Message.text("hello", null), OverflowPolicy.DISCONNECT);
    assertThat(pool.registry.traffic().messagesSent()).isZero();
    lagging.ended(CloseReason.SLOW);

    assertThat(pool.registry.traffic()).isEqualTo(new ConnectionTraffic(0, 0, 0, 0));
  }

  @Test
  void whatAConnectionHasCarriedStaysWhenItLeaves() {
    Connection leaving = pool.live(new ScriptedTransport());
    leaving.received(7, true);

    leaving.ended(CloseReason.NORMAL);

    assertThat(pool.registry.traffic()).isEqualTo(new ConnectionTraffic(1, 7, 0, 0));
  }

  @Test
  void soDoesThatOfOneThatNobodyWasToldOf() {
    Connection never = pool.admit();
    never.received(7, true);

    never.ended(CloseReason.VANISHED);

    assertThat(pool.opened.fired()).isEmpty();
    assertThat(pool.registry.traffic()).isEqualTo(new ConnectionTraffic(1, 7, 0, 0));
  }

  private ConnectionTraffic sumOfSnapshots() {
    long messagesIn = 0;
    long bytesIn = 0;
    long messagesOut = 0;
    long bytesOut = 0;
    for (ConnectionSnapshot each : pool.registry.snapshot()) {
      messagesIn += each.messagesReceived();
      bytesIn += each.bytesReceived();
      messagesOut += each.messagesSent();
      bytesOut += each.bytesSent();
    }
    return new ConnectionTraffic(messagesIn, bytesIn, messagesOut, bytesOut);
  }
}
