package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.testkit.ClientFrames;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end whose socket is read by their event loop (RFC 6455, section 7). */
class WireConnectionEndTest extends WireConnectionFixture {
  private static final CloseReason FORCED = new CloseReason(3503, "forced");

  private final PeerSocket peer = new PeerSocket();
  private final ScriptedWireSession session = session(peer.gateways);

  WireConnectionEndTest() throws IOException {}

  @AfterEach
  void goAway() throws IOException {
    peer.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1011, 1014, 3000, 4999})
  void aPeerThatClosesIsAnsweredTheSame(int code) throws IOException {
    begin();
    peer.send(closing(code, "why"));

    assertThat(peer.next()).isEqualTo("close " + code + " why");
    assertThat(peer.next()).isEqualTo("end");
    assertEnded(session, new CloseReason(code, "why"));
  }

  @Test
  void aPeerThatClosesWithoutACodeIsAnsweredWithoutOne() throws IOException {
    begin();
    peer.send(frames().frame(ClientFrames.CLOSE, true));

    assertThat(peer.rest()).containsExactly("close", "end");
    assertEnded(session, CloseFrame.NO_CODE);
  }

  @Test
  void whatAPeerSaidBeforeItClosedIsAnsweredAndWhatItSaysAfterwardsIsNot() throws IOException {
    begin();
    peer.send(
        frames()
            .text("before")
            .frame(ClientFrames.CLOSE, true, ClientFrames.closing(1000, ""))
            .text("after")
            .frame(ClientFrames.PING, true));

    assertThat(peer.rest()).containsExactly("text before", "close 1000", "end");
    assertEnded(session, CloseReason.NORMAL);
    assertThat(listener.heard).containsExactly("before", "closed");
  }

  @Test
  void whoeverIsClosedIsGivenTimeToAnswer() throws IOException {
    begin();
    connection.close(FORCED);
    assertThat(peer.next()).isEqualTo("close 3503 forced");
    pool.time.advance(ClosingHandshake.PATIENCE.minusNanos(1));
    await().during(A_WHILE).until(() -> session.closes.get() == 0);

    peer.send(closing(3503, ""));

    assertThat(peer.next()).isEqualTo("end");
    assertEnded(session, FORCED);
  }

  @Test
  void aPeerThatIsNotToBeToldIsCutAtOnce() throws IOException {
    CloseReason untold = new CloseReason(3000, "connection closed");
    begin();
    connection.close(untold);

    assertThat(peer.rest()).containsExactly("end");
    assertEnded(session, untold);
  }

  @Test
  void aPeerThatNeverAnswersIsCut() throws IOException {
    begin();
    connection.close(FORCED);
    assertThat(peer.next()).isEqualTo("close 3503 forced");

    pool.time.advance(ClosingHandshake.PATIENCE);

    assertThat(peer.next()).isEqualTo("end");
    assertEnded(session, FORCED);
  }

  @Test
  void aPeerThatClosesAtTheSameTimeIsAnsweredOnce() throws IOException {
    begin();
    peer.send(closing(1000, "mine"));
    connection.close(FORCED);

    assertThat(peer.rest()).hasSize(2).containsAnyOf("close 3503 forced", "close 1000 mine");
    soon(() -> session.closes.get() == 1);
    assertThat(listener.ends).hasSize(1);
  }

  @Test
  void aPeerThatIsStillSendingWhatIsTooBigLearnsWhy() throws IOException {
    begin();
    peer.send(frames().raw(0x82, 0x80 | 127, 0, 0, 0, 0, 0, 0x40, 0, 0, 1, 2, 3, 4));
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 4; i++) {
                peer.sendUnchecked(new byte[1 << 20]);
              }
            });
    passUntil(sending::isDone);

    assertThat(peer.next()).startsWith("close 1009");
    assertThat(peer.next()).as("nothing more comes").isEqualTo("end");
    assertThat(session.closes).as("it is still read from").hasValue(0);
    assertThat(pool.registry.exceeded(ConnectionLimit.MESSAGE_SIZE)).isEqualTo(1);
    peer.shutdown();
    passUntil(() -> session.closes.get() > 0);
    assertEnded(session, CloseReason.tooBig(MAX_BYTES));
  }

  @Test
  void aPeerThatNeverStopsSendingIsCut() throws IOException {
    begin();
    connection.close(FORCED);
    assertThat(peer.next()).isEqualTo("close 3503 forced");
    byte[] megabyte = frames().frame(ClientFrames.BINARY, true, new byte[60_000]).bytes();
    try {
      for (long sent = 0; sent < 2 * ClosingHandshake.MOST_BYTES; sent += megabyte.length) {
        peer.sendBytes(megabyte);
      }
    } catch (IOException cut) {
      assertThat(cut).isNotNull();
    }
    assertEnded(session, FORCED);
  }

  @Test
  void nobodyIsSlowRightAfterAPauseOfTheProcess() throws IOException {
    begin();
    fillTheSocket();
    awaitLoop();

    pool.time.advance(config.writeTimeout().multipliedBy(3));
    awaitLoop();

    assertThat(connection.endedBy()).isEmpty();
    passUntilItIsSlow();
  }

  @Test
  void aPeerThatReadsNothingIsClosedAsSlow() throws IOException {
    begin();
    fillTheSocket();
    passUntilItIsSlow();
    assertThat(session.closes).as("it may still take what was begun").hasValue(0);

    pool.time.advance(ClosingHandshake.PATIENCE);

    assertEnded(session, CloseReason.SLOW);
  }

  @Test
  void aPeerThatTakesSomethingInTimeIsNotSlow() throws IOException {
    begin();
    fillTheSocket();
    for (int i = 0; i < 3; i++) {
      pool.time.advance(config.writeTimeout().dividedBy(2));
      long before = connection.snapshot().messagesSent();
      while (connection.snapshot().messagesSent() == before) {
        assertThat(peer.next()).matches("text x+|ping");
      }
      awaitLoop();
      assertThat(connection.endedBy()).isEmpty();
    }
  }

  @Test
  void aSlowPeerThatReadsAtLastLearnsWhyItWasClosed() throws IOException {
    begin();
    fillTheSocket();
    passUntilItIsSlow();

    assertThat(peer.restUpToClose()).endsWith("close 3008 slow");
    peer.send(closing(3008, ""));

    assertThat(peer.next()).isEqualTo("end");
    assertEnded(session, CloseReason.SLOW);
  }

  @Test
  void aPeerThatGoesWithoutAWordHasVanished() throws IOException {
    begin();
    peer.send(frames().text("a"));
    assertThat(peer.next()).isEqualTo("text a");
    peer.shutdown();

    assertThat(peer.next()).isEqualTo("end");
    assertEnded(session, CloseReason.VANISHED);
  }

  @Test
  void aPeerThatResetsTheConnectionHasVanished() throws IOException {
    begin();
    peer.reset();

    assertEnded(session, CloseReason.VANISHED);
  }

  @Test
  void aPeerThatResetsTheConnectionWhileItIsWrittenToHasVanished() throws IOException {
    begin();
    fillTheSocket();
    peer.reset();

    assertEnded(session, CloseReason.VANISHED);
  }

  @Test
  void aListenerThatThrowsClosesItsConnection() throws IOException {
    IllegalStateException failure = listenerThatThrows();
    begin();
    peer.send(frames().text("a").text("not heard"));

    assertThat(peer.rest()).containsExactly("close 1011 internal error", "end");
    peer.shutdown();
    passUntil(() -> session.closes.get() > 0);
    assertEndedBy(failure, session);
  }

  @Test
  void aListenerThatRunsOutOfMemoryLosesItsConnectionAndNoOther() throws IOException {
    OutOfMemoryError error = listenerThatRunsOutOfMemory();
    begin();
    peer.send(frames().text("a"));

    assertThat(peer.next()).isEqualTo("end");
    assertEnded(session, CloseReason.VANISHED);
    assertThat(listener.failures).containsExactly(error);
    assertThat(threads.get(0).isAlive()).isTrue();
  }

  @Test
  void whatIsNoWebSocketIsAnsweredSo() throws IOException {
    begin();
    peer.send(frames().text("a").raw('G', 'E', 'T', ' ', '/'));

    assertThat(peer.next()).isEqualTo("text a");
    assertThat(peer.next()).startsWith("close 1002");
    assertThat(peer.next()).isEqualTo("end");
    peer.shutdown();
    passUntil(() -> session.closes.get() == 1);
  }

  @Test
  void nothingIsToldOfTheEndThatTheContainerMakes() throws IOException {
    WireConnection wire = take(session);
    begin(wire);
    peer.send(frames().text("a"));
    assertThat(peer.next()).isEqualTo("text a");

    wire.leaveToContainer();
    awaitLoop();
    peer.send(frames().text("not heard"));

    await().during(A_WHILE).until(() -> session.closes.get() == 0);
    assertThat(listener.heard).containsExactly("a");
    connection.ended(CloseReason.NORMAL);
  }

  @Test
  void aConnectionOfAStoppedLoopEndsAtOnce() throws IOException {
    begin();
    loop.stop();

    connection.close(FORCED);

    assertThat(connection.state().name()).isEqualTo("CLOSED");
    assertThat(pool.closed.single().reason()).isEqualTo(FORCED);
  }

  /** Until nothing more can be written. */
  private void fillTheSocket() {
    for (int i = 0; i < 40; i++) {
      listener.send("x".repeat(20_000));
    }
    awaitLoop();
    assertThat(connection.snapshot().queued()).isGreaterThan(20);
  }

  /** The system may take a little more of it for a while. */
  private void passUntilItIsSlow() {
    await()
        .pollInterval(Duration.ofMillis(20)) // a loop that looks much later takes it for a pause
        .until(
            () -> {
              pool.time.advance(Reminders.LOOK_EVERY);
              return connection.endedBy().isPresent();
            });
    assertThat(connection.endedBy()).contains(CloseReason.SLOW);
  }

  private void begin() throws IOException {
    begin(take(session));
  }
}
