package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Limit;
import io.heartwire.testkit.ClientFrames;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadGateTest extends ReadGateFixture {
  private static final byte[] UNMASKED = {(byte) 0x81, 1, 'x'};

  @Test
  void dataIsLetInByTheThreadThatBringsIt() {
    arrives(TEXT);
    assertThat(letIn).isEqualTo(1);
    assertThat(pongs).isEmpty();
    assertThat(elsewhere).isZero();
  }

  @Test
  void aGoodbyeIsLetInByAnotherThreadThanTheLoops() {
    arrives((byte) 0x88, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);

    assertThat(letIn).isEqualTo(1);
    assertThat(elsewhere).isEqualTo(1);
  }

  @Test
  void noLoopReadsDataThatMayEndAConnectionOnWhichAFrameIsOnItsWay() {
    sends.begin();
    arrives(TEXT);
    assertThat(elsewhere).isEqualTo(1);

    sends.ended(true);
    arrives(TEXT);
    assertThat(elsewhere).isEqualTo(1);
    assertThat(letIn).isEqualTo(2);
  }

  @Test
  void noLoopReadsMoreMessagesAtOnceThanOutboxesHold() {
    arrives(many(ReadGate.MOST_AT_ONCE));
    assertThat(elsewhere).isZero();

    arrives(many(ReadGate.MOST_AT_ONCE + 1));
    assertThat(elsewhere).isEqualTo(1);
    assertThat(letIn).isEqualTo(2);
  }

  @Test
  void wholeMessagesAreHeardWithoutTheContainer() {
    isRead(ClientFrames.masked().text("first").text("second"));

    assertThat(dialogue.heard).containsExactly("first", "second");
    assertThat(letIn).isZero();
  }

  @Test
  void whatFollowsTheFirstFrameForTheContainerIsTheContainers() {
    isRead(ClientFrames.readable().text("first").frame(ClientFrames.PING, true).text("third"));
    pongs.forEach(Runnable::run);

    assertThat(dialogue.heard).containsExactly("first");
    assertThat(letIn).isEqualTo(1);
    assertThat(session.arrived.flip())
        .isEqualTo(bytes(ClientFrames.readable().frame(ClientFrames.PING, true).text("third")));
  }

  @Test
  void theRestOfAMessageThatTheContainerHasBegunIsTheContainers() {
    isRead(ClientFrames.masked().frame(ClientFrames.TEXT, false, (byte) 'a'));
    isRead(
        ClientFrames.masked()
            .frame(ClientFrames.PONG, true)
            .frame(ClientFrames.CONTINUATION, true));
    assertThat(letIn).isEqualTo(2);

    isRead(ClientFrames.masked().text("next"));
    assertThat(letIn).isEqualTo(2);
    assertThat(dialogue.heard).containsExactly("next");
  }

  @Test
  void aMessageWithinAnotherIsTheContainersToRefuse() {
    isRead(ClientFrames.masked().frame(ClientFrames.TEXT, false, (byte) 'a'));
    isRead(ClientFrames.masked().text("within"));

    assertThat(dialogue.heard).isEmpty();
    assertThat(letIn).isEqualTo(2);
  }

  @Test
  void theRestOfAFrameThatTheContainerHasBegunIsTheContainers() {
    isRead(ClientFrames.masked().raw(0x81, 0x86, 0, 0, 0, 0));
    isRead(ClientFrames.masked().raw(0x81, 0x80, 0, 0, 0, 0)); // what is in it looks like a frame

    assertThat(letIn).isEqualTo(2);
    assertThat(dialogue.heard).isEmpty();
  }

  @Test
  void messagesThatNoContainerReadsCountAmongThoseOfOneRead() {
    ClientFrames most = ClientFrames.masked();
    for (int i = 0; i < ReadGate.MOST_AT_ONCE; i++) {
      most.text("x");
    }
    isRead(most);
    assertThat(letIn).isZero();

    isRead(most.text("one too many"));
    assertThat(dialogue.heard).hasSize(2 * ReadGate.MOST_AT_ONCE);
    assertThat(letIn).isEqualTo(1);
    assertThat(elsewhere).isEqualTo(1);
  }

  @Test
  void atTheEndNothingIsHeardAndTheContainerSeesNothing() {
    connection.close(CloseReason.NO_PONG);

    isRead(ClientFrames.masked().text("late"));

    assertThat(dialogue.heard).isEmpty();
    assertThat(letIn).isZero();
    assertThat(session.skips).isEqualTo(1);
  }

  private static ByteBuffer bytes(ClientFrames frames) {
    return ByteBuffer.wrap(frames.bytes());
  }

  private static byte[] many(int texts) {
    ByteBuffer all = ByteBuffer.allocate(texts * TEXT.length);
    for (int i = 0; i < texts; i++) {
      all.put(TEXT);
    }
    return all.array();
  }

  @Test
  void pingsAreLetInByOtherThreadsThanTheLoopsAndTheContainers() {
    arrives(PING);
    assertThat(letIn).isZero();
    assertThat(elsewhere).isZero();

    pongs.forEach(Runnable::run);

    assertThat(letIn).isEqualTo(1);
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void pingsAtTheRateAreLetInForEver() {
    for (int i = 0; i < 100; i++) {
      pool.time.advance(Duration.ofMillis(500));
      arrives(PING);
    }
    assertThat(pongs).hasSize(100);
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void aFloodOfPingsIsNotLetInAndShutsTheGate() {
    for (int i = 0; i < 10; i++) {
      arrives(PING);
    }

    assertThat(pongs).as("the burst").hasSize(3);
    assertThat(transport.closes()).containsExactly(CloseReason.TOO_MANY_REQUESTS);
    assertThat(gate.isShut()).isTrue();
    assertThat(pool.registry.exceeded(Limit.PINGS)).isEqualTo(1);
  }

  @Test
  void dataWithTooManyPingsInItIsNotLetInAtAll() {
    ByteBuffer flood = ByteBuffer.allocate(4 * PING.length + TEXT.length).put(TEXT);
    for (int i = 0; i < 4; i++) {
      flood.put(PING);
    }
    arrives(flood.array());

    assertThat(letIn).isZero();
    assertThat(pongs).isEmpty();
    assertThat(transport.closes()).containsExactly(CloseReason.TOO_MANY_REQUESTS);
  }

  @Test
  void aFrameInTooManyPiecesShutsTheGate() {
    for (int i = 0; i < 5; i++) {
      arrives(TEXT[i]);
    }
    assertThat(letIn).isEqualTo(5);
    assertThat(transport.closes()).isEmpty();

    arrives(TEXT[5]);

    assertThat(letIn).isEqualTo(5);
    assertThat(transport.closes()).containsExactly(CloseReason.TOO_MANY_REQUESTS);
    assertThat(pool.registry.exceeded(Limit.FRAME_PIECES)).isEqualTo(1);
  }

  @Test
  void aFrameWithoutAMaskShutsTheGate() {
    arrives(UNMASKED);

    assertThat(letIn).isZero();
    assertThat(transport.closes()).singleElement().extracting(CloseReason::code).isEqualTo(1002);
    assertThat(gate.isShut()).isTrue();
  }

  @Test
  void whatIsNoDataPassesUnseen() {
    session.isRead = false;
    for (int i = 0; i < 10; i++) {
      arrives(UNMASKED);
    }
    session.isRead = true;
    session.arrived = null;
    gate.execute(() -> letIn++);

    assertThat(letIn).isEqualTo(11);
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void behindAShutGateNothingIsLetInButTheEndOfWrites() {
    gate.shut();
    isRead(ClientFrames.masked().text("x"));
    assertThat(dialogue.heard).isEmpty();
    assertThat(letIn).isZero();

    session.isRead = false;
    arrives(TEXT);
    assertThat(letIn).isEqualTo(1);
  }

  @Test
  void whoIsShutOutWhileItIsBeingClosedIsCutOff() {
    for (int i = 0; i < 3; i++) {
      arrives(PING);
    }
    pool.time.atNextRead(() -> connection.close(CloseReason.NO_PONG));

    arrives(PING);

    assertThat(transport.closes()).containsExactly(CloseReason.NO_PONG);
    gate.closing().goodbyeIsSaid();
    assertThat(session.cuts).isEqualTo(1);
  }
}
