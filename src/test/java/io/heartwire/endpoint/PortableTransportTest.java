package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Frame;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.testkit.ScriptedQueue;
import io.heartwire.testkit.TestPool;
import io.heartwire.wire.TestEventLoops;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableTransportTest {
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final CloseReason FORCED = new CloseReason(3503, "forced");

  @RegisterExtension final TestPool pool = new TestPool();

  private final TestEventLoops loops = new TestEventLoops(pool.time);
  private final ScriptedRemote remote = new ScriptedRemote();
  private final Connection connection = pool.admit();
  private final PortableTransport transport =
      new PortableTransport(remote.session, Optional.of(connection), loops, WRITE_TIMEOUT);

  @AfterEach
  void nothingWasSentWhileAnotherSendWasInFlight() {
    loops.stop();
    assertThat(remote.overlaps).isZero();
  }

  @Test
  void messagesLeaveAsTheyAre() {
    open();
    send("a");
    connection.send(Message.binary(ByteBuffer.allocate(3), null), OverflowPolicy.DISCONNECT);

    assertThat(remote.sent).containsExactly("a", "3 bytes");
    assertThat(remote.getSendTimeout()).isEqualTo(WRITE_TIMEOUT.toMillis());
  }

  @Test
  void oneSendIsInFlightAtATime() {
    remote.isHeld = true;
    open();
    send("a");
    send("b");
    send("c");
    assertThat(remote.sent).containsExactly("a");

    remote.complete();
    assertThat(remote.sent).containsExactly("a", "b");
    remote.complete();
    remote.complete();

    assertThat(remote.sent).containsExactly("a", "b", "c");
    send("d");
    assertThat(remote.sent).endsWith("d");
  }

  @Test
  void aContainerThatCallsBackWithinTheCallIsNotCalledFromThere() {
    int many = 20_000;
    ScriptedQueue queue = new ScriptedQueue();
    for (int i = 0; i < many; i++) {
      queue.add("" + i);
    }

    transport.drain(queue);

    assertThat(remote.sent).hasSize(many).endsWith("" + (many - 1));
  }

  @Test
  void aPingIsSentByAThreadKeptForItAndHoldsUpWhatFollows() {
    open();
    connection.ping();
    soon(() -> remote.sent.contains(ScriptedRemote.PING));

    send("a");

    soon(() -> remote.sent.contains("a"));
    assertThat(remote.sent).containsExactly(ScriptedRemote.PING, "a");
  }

  @ParameterizedTest
  @ValueSource(classes = {IOException.class, NullPointerException.class})
  void aPingThatFailsEndsTheConnection(Class<? extends Exception> type)
      throws ReflectiveOperationException {
    remote.whenPinging = type.getConstructor(String.class).newInstance("reset");
    open();
    connection.ping();

    assertEnded(CloseReason.VANISHED);
    assertThat(codes()).as("as a close frame may say it").containsExactly(1011);
  }

  @Test
  void aSendThatTakesTooLongMeansASlowPeer() {
    remote.isHeld = true;
    open();
    send("a");
    send("dropped");

    remote.fail(new SocketTimeoutException("the container's limit"));

    assertEnded(CloseReason.SLOW);
    assertThat(codes()).containsExactly(3008);
    assertThat(remote.sent).containsExactly("a");
  }

  @Test
  void aSendThatFailsOtherwiseMeansThatThePeerHasVanished() {
    remote.isHeld = true;
    open();
    send("a");

    remote.fail(new IOException("reset"));

    assertEnded(CloseReason.VANISHED);
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, NullPointerException.class})
  void aContainerThatRefusesToSendMeansSoToo(Class<? extends RuntimeException> type)
      throws ReflectiveOperationException {
    remote.whenSending = type.getConstructor(String.class).newInstance("the session has ended");
    open();
    send("a");

    assertEnded(CloseReason.VANISHED);
    assertThat(remote.sent).isEmpty();
  }

  @Test
  void aCloseIsMadeByAThreadKeptForIt() {
    open();
    connection.close(FORCED);

    assertEnded(FORCED);
    assertThat(codes()).containsExactly(3503);
    assertThat(remote.closes.get(0).getReasonPhrase()).isEqualTo("forced");
  }

  @Test
  void aCloseWaitsForTheSendInFlight() {
    remote.isHeld = true;
    open();
    send("a");
    send("dropped");
    connection.close(FORCED);
    assertThat(remote.closes).isEmpty();

    remote.complete();

    assertEnded(FORCED);
    assertThat(remote.sent).containsExactly("a");
  }

  @Test
  void aCloseWaitsNoLongerThanItMay() {
    remote.isHeld = true;
    open();
    send("never taken");
    connection.close(FORCED);
    loops.pass(PATIENCE.minusNanos(1));
    assertThat(remote.closes).isEmpty();
    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSING);

    remote.inFlight = null; // it may be cut off now
    loops.pass(Duration.ofNanos(1));

    assertEnded(FORCED);
  }

  @Test
  void theSessionIsClosedOnceHoweverTheEndComes() {
    remote.isHeld = true;
    open();
    send("a");
    connection.close(FORCED);
    remote.complete();
    loops.pass(PATIENCE);

    assertEnded(FORCED);
    assertThat(remote.closes).hasSize(1);
  }

  @Test
  void whatIsTakenWhileTheConnectionIsClosedIsNotSent() {
    ScriptedQueue queue = new ScriptedQueue();
    queue.add("too late");
    queue.beforeNext(() -> connection.close(FORCED));
    open();

    transport.drain(queue);

    assertEnded(FORCED);
    assertThat(remote.sent).isEmpty();
  }

  @Test
  void aContainerThatCannotCloseEndsTheConnectionAllTheSame() {
    remote.whenClosing = new IOException("reset");
    open();
    connection.close(FORCED);

    assertEnded(FORCED);
  }

  @Test
  void aConnectionEndsAlsoWhenTheGatewayStops() {
    open();
    loops.stop();

    connection.close(FORCED);

    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(remote.closes).isEmpty();
  }

  @Test
  void aQueueThatHoldsItsFramesIsAskedAgainInAFewMilliseconds() {
    ScriptedQueue queue = new ScriptedQueue();
    queue.hold(true);
    transport.drain(queue);
    queue.hold(false);
    queue.add("held");
    assertThat(remote.sent).isEmpty();

    loops.pass(Duration.ofMillis(3));

    assertThat(remote.sent).containsExactly("held");
    assertThat(loops.delayed()).isZero();
  }

  @Test
  void aFailureOfAPingIsTheQueuesToKnow() {
    remote.whenPinging = new IOException("reset");
    ScriptedQueue queue = new ScriptedQueue();
    queue.add(Frame.Ping.PING);
    transport.drain(queue);

    soon(() -> queue.failures().contains(CloseReason.VANISHED));
    assertThat(queue.stamps()).isEqualTo(1);
  }

  @Test
  void aSessionWithoutAConnectionCanBeClosed() {
    new PortableTransport(remote.session, Optional.empty(), loops, WRITE_TIMEOUT)
        .close(CloseReason.INTERNAL_ERROR);

    soon(() -> !remote.closes.isEmpty());
    assertThat(codes()).containsExactly(1011);
  }

  private void open() {
    assertThat(TestPool.open(connection, transport)).isTrue();
    assertThat(connection.ready()).isTrue();
  }

  private void send(String text) {
    connection.send(Message.text(text, null), OverflowPolicy.DISCONNECT);
  }

  private void assertEnded(CloseReason reason) {
    soon(() -> !pool.closed.fired().isEmpty()); // the last thing that is done
    assertThat(pool.closed.single().reason()).isEqualTo(reason);
    assertThat(remote.closes).hasSize(1);
  }

  private Iterable<Integer> codes() {
    return remote.closes.stream().map(each -> each.getCloseCode().getCode()).toList();
  }

  private static void soon(Callable<Boolean> condition) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(condition);
  }
}
