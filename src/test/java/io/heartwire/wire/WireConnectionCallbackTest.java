package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.testkit.ClientFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A connection that the server reads and writes by calls, as over TLS. */
class WireConnectionCallbackTest extends WireConnectionFixture {
  private static final CloseReason FORCED = new CloseReason(3503, "forced");

  private final ScriptedWireSession session = session(null);

  @Test
  void whatCameEarlyIsHeardBeforeTheFirstRead() throws IOException {
    byte[] both = frames().text("early").text("late").bytes();
    session.early = ByteBuffer.wrap(both, 0, both.length - 2);
    begin();
    assertThat(listener.heard).containsExactly("early");
    assertThat(session.reads).hasValue(1);

    receive(both[both.length - 2], both[both.length - 1]);

    assertThat(listener.heard).containsExactly("early", "late");
    assertThat(session.reads).as("the server goes on by itself").hasValue(1);
  }

  @Test
  void messagesAreAnswered() throws IOException {
    begin();
    assertThat(receive(frames().text("a").text("b"))).as("to be gone on").isTrue();

    soon(() -> session.frames().size() == 2);
    assertThat(session.frames()).containsExactly("text a", "text b");
  }

  @Test
  void pingsAreAnswered() throws IOException {
    begin();
    receive(frames().frame(ClientFrames.PING, true, "1".getBytes(UTF_8)));
    soon(() -> session.frames().contains("pong 1"));

    receive(frames().text("a"));
    soon(() -> session.frames().contains("text a"));
  }

  @Test
  void oneWriteIsUnderWayAtATime() throws IOException {
    session.isSlow = true;
    begin();
    listener.send("a");
    soon(() -> session.writer != null);
    listener.send("b");
    receive(frames().frame(ClientFrames.PING, true));
    awaitLoop();
    assertThat(session.frames()).containsExactly("text a");

    written();
    soon(() -> session.frames().size() == 2);
    written();
    soon(() -> session.frames().size() == 3);

    assertThat(session.frames()).containsExactly("text a", "pong ", "text b");
  }

  @Test
  void whatIsBeingWrittenDoesNotChangeWithTheBufferOfTheLoop() throws IOException {
    session.isSlow = true;
    begin();
    listener.send("first");
    soon(() -> session.writer != null);
    TestTask other = new TestTask(() -> overwrite());
    loop.add(other);
    soon(() -> other.runs.get() == 1);

    assertThat(session.frames()).containsExactly("text first");
  }

  @Test
  void aPeerThatClosesIsAnsweredTheSameAndReadNoMore() throws IOException {
    begin();
    assertThat(receive(closing(4001, "why"))).as("to be gone on").isFalse();

    assertEnded(session, new CloseReason(4001, "why"));
    assertThat(session.frames()).containsExactly("close 4001 why");
  }

  @Test
  void aPeerThatClosedEarlyIsNotReadAtAll() throws IOException {
    session.early = ByteBuffer.wrap(closing(1001, "").bytes());
    begin();

    assertEnded(session, new CloseReason(1001, ""));
    assertThat(session.reads).hasValue(0);
  }

  @Test
  void whoeverIsClosedIsGivenTimeToAnswer() throws IOException {
    begin();
    connection.close(FORCED);
    soon(() -> session.frames().contains("close 3503 forced"));
    pool.time.advance(ClosingHandshake.PATIENCE.minusNanos(1));
    await().during(A_WHILE).until(() -> session.closes.get() == 0);

    receive(closing(3503, ""));

    assertEnded(session, FORCED);
  }

  @Test
  void aPeerThatNeverAnswersIsCut() throws IOException {
    begin();
    connection.close(FORCED);
    soon(() -> session.frames().contains("close 3503 forced"));
    pool.time.advance(ClosingHandshake.PATIENCE);

    assertEnded(session, FORCED);
  }

  @Test
  void aPeerThatNeverStopsSendingIsCut() throws IOException {
    begin();
    connection.close(FORCED);
    soon(() -> session.frames().contains("close 3503 forced"));
    byte[] piece = new byte[1 << 20];
    for (long sent = 0; sent < ClosingHandshake.MOST_BYTES; sent += piece.length) {
      assertThat(receive(piece)).isTrue();
    }
    awaitLoop();
    assertThat(session.closes).hasValue(0);

    receive((byte) 0);

    assertEnded(session, FORCED);
  }

  @Test
  void aPeerThatTakesNothingIsClosedAsSlowWhenTheTimeIsOver() throws IOException {
    session.isSlow = true;
    begin();
    listener.send("not taken");
    soon(() -> session.writer != null);
    awaitLoop();
    pool.time.advance(config.writeTimeout().minus(Reminders.LOOK_EVERY));
    await().during(A_WHILE).until(() -> connection.endedBy().isEmpty());

    pool.time.advance(Reminders.LOOK_EVERY);
    soon(() -> connection.endedBy().isPresent());
    awaitLoop();
    pool.time.advance(ClosingHandshake.PATIENCE.minus(Reminders.LOOK_EVERY));
    await().during(A_WHILE).until(() -> session.closes.get() == 0);
    pool.time.advance(Reminders.LOOK_EVERY);

    assertEnded(session, CloseReason.SLOW);
    assertThat(session.frames()).as("no frame within another").containsExactly("text not taken");
  }

  @Test
  void aPeerThatTakesEachMessageInTimeIsNotSlow() throws IOException {
    session.isSlow = true;
    begin();
    for (int i = 1; i <= 5; i++) {
      int count = i;
      listener.send("" + i);
      soon(() -> session.writer != null && session.frames().size() == count);
      awaitLoop();
      pool.time.advance(config.writeTimeout().minus(Reminders.LOOK_EVERY));
      written();
    }
    await().during(A_WHILE).until(() -> connection.endedBy().isEmpty());
  }

  @Test
  void aPeerThatHasTakenAllIsNotSlowHoweverLongNothingIsWritten() throws IOException {
    session.isSlow = true;
    begin();
    listener.send("a");
    soon(() -> session.writer != null);
    awaitLoop();
    written();
    awaitLoop();

    pool.time.advance(config.writeTimeout());

    await().during(A_WHILE).until(() -> connection.endedBy().isEmpty());
  }

  @Test
  void aWriteThatFailsEndsTheConnectionAsVanished() throws IOException {
    session.isSlow = true;
    begin();
    listener.send("a");
    soon(() -> session.writer != null);

    Objects.requireNonNull(session.writer).failed(new IOException("reset"));

    assertEnded(session, CloseReason.VANISHED);
  }

  @Test
  void aReadThatFailsEndsTheConnectionAsVanished() throws IOException {
    begin();

    Objects.requireNonNull(session.reader).failed(new IOException("end of stream"));

    assertEnded(session, CloseReason.VANISHED);
  }

  @Test
  void nothingIsHeardAfterTheEnd() throws IOException {
    begin();
    Objects.requireNonNull(session.reader).failed(new IOException("end of stream"));
    assertEnded(session, CloseReason.VANISHED);

    assertThat(receive(frames().text("too late"))).as("to be gone on").isFalse();

    assertThat(listener.heard).containsExactly("closed");
  }

  @Test
  void aListenerThatThrowsClosesItsConnection() throws IOException {
    IllegalStateException failure = listenerThatThrows();
    begin();
    receive(frames().text("a").text("not heard"));
    soon(() -> session.frames().contains("close 1011 internal error"));
    pool.time.advance(ClosingHandshake.PATIENCE);

    assertEndedBy(failure, session);
  }

  @Test
  void aListenerThatRunsOutOfMemoryLosesItsConnectionAndNotTheServersThread() throws IOException {
    OutOfMemoryError error = listenerThatRunsOutOfMemory();
    begin();
    receive(frames().text("a"));

    assertEnded(session, CloseReason.VANISHED);
    assertThat(listener.failures).containsExactly(error);
  }

  @Test
  void aFrameInMorePiecesThanItMayComeInIsTooMuch() throws IOException {
    begin();
    byte[] frame = frames().frame(ClientFrames.BINARY, true, new byte[300]).bytes();
    for (int i = 0; i < 257; i++) {
      receive(frame[i]);
    }

    assertThat(connection.endedBy()).contains(CloseReason.TOO_MANY_REQUESTS);
    assertThat(pool.registry.exceeded(ConnectionLimit.FRAME_PIECES)).isEqualTo(1);
  }

  private void begin() throws IOException {
    begin(take(session));
  }

  private boolean receive(ClientFrames frames) {
    return receive(frames.bytes());
  }

  private boolean receive(byte... bytes) {
    return Objects.requireNonNull(session.reader).received(ByteBuffer.wrap(bytes));
  }

  private void written() {
    WireSession.WriteCallback callback = Objects.requireNonNull(session.writer);
    session.writer = null;
    callback.written();
  }

  private static LoopTask.Next overwrite() {
    FrameWriter.own().pong("x".repeat(100).getBytes(UTF_8));
    return LoopTask.Next.UNTIL_ADDED;
  }
}
