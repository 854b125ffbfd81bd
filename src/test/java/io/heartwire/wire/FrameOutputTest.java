package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Frame;
import io.heartwire.connection.Message;
import io.heartwire.testkit.ScriptedQueue;
import io.heartwire.wire.LoopTask.Next;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What leaves one connection, in which order, and when. */
class FrameOutputTest {
  private static final CloseReason BYE = new CloseReason(1001, "bye");

  private final ScriptedSink sink = new ScriptedSink();
  private final ScriptedQueue queue = new ScriptedQueue();
  private final FrameOutput output = new FrameOutput(sink);

  @Test
  void nothingIsWrittenWhereThereIsNothing() throws IOException {
    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);
    output.drain(queue);
    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);

    assertThat(sink.writes).isZero();
  }

  @Test
  void framesLeaveInTheirOrderUntilTheQueueIsEmpty() throws IOException {
    output.drain(queue);
    queue.add("a");
    queue.add(Frame.Ping.PING);
    queue.add(new Frame.Series(List.of(Message.text("b", null), Message.text("c", null))));

    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);

    assertThat(sink.frames()).containsExactly("text a", "ping", "text b", "text c");
    assertThat(queue.stamps()).isEqualTo(1);
  }

  @Test
  void aQueueThatHoldsItsFramesIsAskedAgainLater() throws IOException {
    output.drain(queue);
    queue.hold(true);

    assertThat(output.write()).isEqualTo(Next.LATER);
  }

  @Test
  void aConnectionWithMuchToWriteLetsOthersWriteInBetween() throws IOException {
    output.drain(queue);
    for (int i = 0; i < 100; i++) {
      queue.add("x");
    }

    assertThat(output.write()).isEqualTo(Next.AFTER_OTHERS);
    assertThat(sink.frames()).hasSize(64);
    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);
    assertThat(sink.frames()).hasSize(100);
  }

  @Test
  void pongsLeaveBeforeTheFramesThatWait() throws IOException {
    output.drain(queue);
    queue.add("a");
    output.pong(bytes("1"));
    output.pong(bytes("2"));

    output.write();

    assertThat(sink.frames()).containsExactly("pong 1", "pong 2", "text a");
  }

  @Test
  void pongsNeedNoQueue() throws IOException {
    output.pong(bytes(""));
    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);

    assertThat(sink.frames()).containsExactly("pong ");
  }

  @Test
  void ofPongsThatThePeerDoesNotTakeTheLastOnesAreKept() throws IOException {
    sink.callsBack = true;
    output.pong(bytes("first"));
    output.write();
    for (int i = 0; i < 100; i++) {
      output.pong(bytes("" + i));
    }
    output.write();
    assertThat(sink.frames()).as("nothing while it is blocked").containsExactly("pong first");

    sink.callsBack = false;
    output.unblock();
    output.write();

    assertThat(sink.frames().subList(1, sink.frames().size()))
        .isEqualTo(
            IntStream.range(100 - FrameOutput.MOST_PONGS_UNTAKEN, 100)
                .mapToObj(i -> "pong " + i)
                .toList());
  }

  @Test
  void moreOfThemAreKeptWhereNothingSaysThatThePeerDoesNotTakeThem() throws IOException {
    for (int i = 0; i < FrameOutput.MOST_PONGS + 1; i++) {
      output.pong(bytes("" + i));
    }
    output.write();

    assertThat(sink.frames())
        .hasSize(FrameOutput.MOST_PONGS)
        .startsWith("pong 1")
        .endsWith("pong " + FrameOutput.MOST_PONGS);
  }

  @Test
  void whatWasCutOffLeavesFirstThenThePongsThenTheFrames() throws IOException {
    output.drain(queue);
    queue.add("a long one", "next");
    sink.room = 5;
    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);
    assertThat(output.isBlocked()).isTrue();
    assertThat(queue.size()).as("frames are not taken before they can be written").isEqualTo(1);
    output.pong(bytes("1"));

    sink.room = Integer.MAX_VALUE;
    output.unblock();
    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);

    assertThat(output.isBlocked()).isFalse();
    assertThat(sink.frames()).containsExactly("text a long one", "pong 1", "text next");
  }

  @Test
  void nothingIsTriedWhileTheSinkIsBlocked() throws IOException {
    output.drain(queue);
    queue.add("a long one", "next");
    sink.room = 5;
    output.write();
    int before = sink.writes;

    output.pong(bytes("1"));
    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);

    assertThat(sink.writes).isEqualTo(before);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void aFrameLeavesByteByByteIfThatIsHowThePeerTakesIt() throws IOException {
    output.drain(queue);
    queue.add("some text", "x".repeat(Frame.MOST_BYTES + 100), "end");
    for (int written = -1; written != sink.size(); ) {
      written = sink.size();
      sink.room = written < 50 ? 1 : 10_000;
      output.unblock();
      output.write();
    }

    assertThat(sink.frames())
        .containsExactly(
            "text some text", "text " + "x".repeat(Frame.MOST_BYTES + 100), "text end");
  }

  @Test
  void aPongIsCutOffLikeAnyFrame() throws IOException {
    sink.room = 3;
    output.pong(bytes("pong"));
    output.write();
    output.drain(queue);
    queue.add("other");
    FrameWriter.own().messages(Message.text("of another connection", null));

    sink.room = Integer.MAX_VALUE;
    output.unblock();
    output.write();

    assertThat(sink.frames()).containsExactly("pong pong", "text other");
  }

  @Test
  void theCloseFrameIsWrittenOnceAndNothingAfterIt() throws IOException {
    output.drain(queue);
    queue.add("late");
    output.pong(bytes("late"));
    output.close(BYE);
    output.close(CloseReason.SLOW);

    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);

    assertThat(sink.frames()).containsExactly("close 1001 bye");
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void aCloseFrameThatWasCutOffIsCompleted() throws IOException {
    sink.room = 4;
    output.close(BYE);
    assertThat(output.isBlocked()).isTrue();

    sink.room = Integer.MAX_VALUE;
    output.unblock();
    output.write();

    assertThat(sink.frames()).containsExactly("close 1001 bye");
  }

  @Test
  void aBrokenConnectionIsReported() {
    sink.isBroken = true;
    output.pong(bytes("1"));

    assertThatIOException().isThrownBy(output::write).withMessage("reset");
    assertThatIOException().isThrownBy(() -> output.close(BYE));
  }

  @Test
  void whatWasNotWrittenIsForgottenAtTheEnd() throws IOException {
    output.drain(queue);
    queue.add("a long one", "next");
    sink.room = 5;
    output.write();
    output.pong(bytes("1"));

    output.stop();
    sink.room = Integer.MAX_VALUE;
    output.unblock();

    assertThat(output.write()).isEqualTo(Next.UNTIL_ADDED);
    assertThat(sink.size()).isEqualTo(5);
    assertThat(queue.size()).isEqualTo(1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
