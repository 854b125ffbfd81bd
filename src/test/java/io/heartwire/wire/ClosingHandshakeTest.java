package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.ScriptedQueue;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClosingHandshakeTest {
  private static final CloseReason BYE = new CloseReason(1001, "bye");

  private final ScriptedSink sink = new ScriptedSink();
  private final FrameOutput output = new FrameOutput(sink);
  private final ClosingHandshake closing = new ClosingHandshake();

  @Test
  void aConnectionIsOpenUntilSomebodyCloses() {
    assertThat(closing.isOpen()).isTrue();
    assertThat(closing.isBegun()).isFalse();
    assertThat(closing.start()).isFalse();

    closing.begin(BYE);

    assertThat(closing.isBegun()).isTrue();
    assertThat(closing.start()).as("the peer's time begins").isTrue();
    assertThat(closing.isOpen()).isFalse();
    assertThat(closing.start()).as("and not again").isFalse();
  }

  @Test
  void itIsCompleteWhenThePeerHasAnswered() throws IOException {
    begin();
    assertThat(closing.advance(output, sink)).isFalse();
    assertThat(sink.frames()).containsExactly("close 1001 bye");

    closing.peerHasClosed();

    assertThat(closing.advance(output, sink)).isTrue();
    assertThat(sink.frames()).hasSize(1);
  }

  @Test
  void itIsCompleteAtOnceWhenThePeerWasFirst() throws IOException {
    closing.peerHasClosed();
    begin();

    assertThat(closing.advance(output, sink)).isTrue();
    assertThat(sink.frames()).containsExactly("close 1001 bye");
  }

  @Test
  void ourCloseFrameWaitsForWhatIsBeingWritten() throws IOException {
    ScriptedQueue queue = new ScriptedQueue();
    queue.add("a long one");
    output.drain(queue);
    sink.room = 5;
    output.write();
    closing.peerHasClosed();
    begin();
    assertThat(closing.advance(output, sink)).isFalse();
    assertThat(sink.size()).isEqualTo(5);

    sink.room = Integer.MAX_VALUE;
    output.unblock();
    output.write();

    assertThat(closing.advance(output, sink)).isTrue();
    assertThat(sink.frames()).containsExactly("text a long one", "close 1001 bye");
  }

  @Test
  void itIsNotCompleteBeforeAllOfOurCloseFrameIsWritten() throws IOException {
    closing.peerHasClosed();
    begin();
    sink.room = 3;
    assertThat(closing.advance(output, sink)).isFalse();

    sink.room = Integer.MAX_VALUE;
    output.unblock();
    output.write();

    assertThat(closing.advance(output, sink)).isTrue();
    assertThat(sink.frames()).containsExactly("close 1001 bye");
  }

  @Test
  void afterAFaultThePeerLearnsThatNothingMoreComesOnceItHasOurCloseFrame() throws IOException {
    closing.fail();
    begin();
    sink.room = 3;
    closing.advance(output, sink);
    assertThat(sink.shutdowns).isZero();

    sink.room = Integer.MAX_VALUE;
    output.unblock();
    output.write();
    assertThat(closing.advance(output, sink)).isFalse();
    assertThat(closing.advance(output, sink)).isFalse();

    assertThat(sink.shutdowns).isEqualTo(1);
  }

  @Test
  void withoutAFaultThePeerIsNotToldSo() throws IOException {
    begin();
    closing.advance(output, sink);

    assertThat(sink.shutdowns).isZero();
  }

  @Test
  void onlySoMuchIsReadAtTheEnd() {
    assertThat(closing.mayRead(Integer.MAX_VALUE)).isTrue();
    closing.begin(BYE);

    assertThat(closing.mayRead((int) ClosingHandshake.MOST_BYTES)).isTrue();
    assertThat(closing.mayRead(1)).isFalse();
  }

  @Test
  void theEndBeginsWithAFault() {
    closing.fail();
    assertThat(closing.isFailed()).isTrue();
    assertThat(closing.isBegun()).isFalse();

    assertThat(closing.mayRead((int) ClosingHandshake.MOST_BYTES)).isTrue();
    assertThat(closing.mayRead(1)).isFalse();
  }

  @Test
  void aConnectionThatNobodyClosedHasVanished() {
    assertThat(closing.reason()).isEqualTo(CloseReason.VANISHED);
    closing.begin(BYE);
    assertThat(closing.reason()).isEqualTo(BYE);
  }

  @Test
  void whatIsOverIsOver() {
    closing.over();

    assertThat(closing.isOver()).isTrue();
    assertThat(closing.isOpen()).isFalse();
    closing.begin(BYE);
    assertThat(closing.start()).isFalse();
  }

  private void begin() {
    closing.begin(BYE);
    assertThat(closing.start()).isTrue();
  }
}
