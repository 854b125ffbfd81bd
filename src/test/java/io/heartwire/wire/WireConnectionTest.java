package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.testkit.ClientFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection whose socket is read by its event loop: what comes, and what is answered. */
class WireConnectionTest extends WireConnectionFixture {
  private final PeerSocket peer = new PeerSocket();
  private final ScriptedWireSession session = session(peer.gateways);

  WireConnectionTest() throws IOException {}

  @AfterEach
  void goAway() throws IOException {
    peer.close();
  }

  @Test
  void aMessageIsHeardAndAnswered() throws IOException {
    begin();
    peer.send(frames().text("Grün 😀"));

    assertThat(peer.next()).isEqualTo("text Grün 😀");
    peer.send(frames().frame(ClientFrames.BINARY, true, new byte[3]));
    soon(() -> listener.heard.contains("3 bytes"));
  }

  @Test
  void aPingIsAnsweredAfterWhatCameBeforeAndBeforeWhatComesAfter() throws IOException {
    begin();
    peer.send(frames().text("a").frame(ClientFrames.PING, true, "1".getBytes(UTF_8)).text("b"));

    assertThat(peer.next()).isEqualTo("text a");
    assertThat(peer.next()).isEqualTo("pong 1");
    assertThat(peer.next()).isEqualTo("text b");
  }

  @Test
  void aPongReachesWhoeverAskedForIt() throws IOException {
    begin();
    connection.ping();
    assertThat(peer.next()).isEqualTo("ping");

    peer.send(frames().frame(ClientFrames.PONG, true));

    soon(() -> listener.heard.contains("pong"));
  }

  @Test
  void moreMessagesThanAreReadAtOnceAreAllReadInTheirOrder() throws IOException {
    begin();
    int many = 10 * LoopReads.FRAMES_AT_ONCE;
    ClientFrames all = frames();
    for (int i = 0; i < many; i++) {
      all.text("" + i);
    }
    peer.send(all);

    for (int i = 0; i < many; i++) {
      assertThat(peer.next()).isEqualTo("text " + i);
    }
    peer.send(frames().text("and on"));
    assertThat(peer.next()).isEqualTo("text and on");
  }

  @Test
  void bytesThatCameEarlyAreReadFirst() throws IOException {
    byte[] both = frames().text("early").text("cut in two").bytes();
    session.early = ByteBuffer.wrap(both, 0, both.length - 3);
    peer.send(frames().raw(both[both.length - 3], both[both.length - 2], both[both.length - 1]));
    peer.send(frames().text("late"));
    begin();

    assertThat(peer.next()).isEqualTo("text early");
    assertThat(peer.next()).isEqualTo("text cut in two");
    assertThat(peer.next()).isEqualTo("text late");
  }

  @Test
  void manyEarlyMessagesAreReadToo() throws IOException {
    ClientFrames early = frames();
    for (int i = 0; i < 100; i++) {
      early.text("" + i);
    }
    session.early = ByteBuffer.wrap(early.bytes());
    begin();

    for (int i = 0; i < 100; i++) {
      assertThat(peer.next()).isEqualTo("text " + i);
    }
  }

  @Test
  void whatIsSentByOtherThreadsLeavesInItsOrder() throws IOException {
    begin();
    for (int i = 0; i < 1000; i++) {
      listener.send("" + i);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(peer.next()).isEqualTo("text " + i);
    }
  }

  @Test
  void aLargeMessageLeavesWhole() throws IOException {
    begin();
    listener.send("x".repeat(5_000_000));
    listener.send("y");

    assertThat(peer.next()).hasSize("text ".length() + 5_000_000);
    assertThat(peer.next()).isEqualTo("text y");
  }

  @Test
  void textInFragmentsIsOneMessage() throws IOException {
    begin();
    byte[] text = "é😀".getBytes(UTF_8);
    peer.send(frames().frame(ClientFrames.TEXT, false, Arrays.copyOf(text, 3)));
    peer.send(frames().frame(ClientFrames.PING, true));
    peer.send(
        frames().frame(ClientFrames.CONTINUATION, true, Arrays.copyOfRange(text, 3, text.length)));

    assertThat(peer.next()).isEqualTo("pong ");
    assertThat(peer.next()).isEqualTo("text é😀");
  }

  @Test
  void fragmentsWithoutEndAreTooMany() throws IOException {
    begin();
    ClientFrames all = frames().frame(ClientFrames.TEXT, false);
    for (int i = 0; i < 200; i++) {
      all.frame(ClientFrames.CONTINUATION, false);
    }
    peer.send(all);

    assertThat(peer.next()).isEqualTo("close 3013 too many requests");
    assertThat(pool.registry.exceeded(ConnectionLimit.COMMANDS)).isEqualTo(1);
  }

  @Test
  void messagesWithoutEndMayBeCutWhereverTheyAre() throws IOException {
    begin();
    byte[] message = frames().frame(ClientFrames.BINARY, true, new byte[10_000]).bytes();
    for (int i = 0; i < 500; i++) {
      peer.sendBytes(message);
    }

    soon(() -> listener.heard.size() == 500);
    assertThat(connection.endedBy()).isEmpty();
  }

  @Test
  void pingsWithoutEndAreTooMany() throws IOException {
    begin();
    for (int i = 0; i < 101; i++) {
      peer.send(frames().frame(ClientFrames.PING, true));
    }

    assertThat(peer.rest())
        .hasSize(102)
        .endsWith("close 3013 too many requests", "end")
        .contains("pong ");
    assertThat(pool.registry.exceeded(ConnectionLimit.PINGS)).isEqualTo(1);
    peer.shutdown();
    passUntil(() -> session.closes.get() > 0);
    assertEnded(session, CloseReason.TOO_MANY_REQUESTS);
  }

  @Test
  void allThatComesInIsASignOfLife() throws IOException {
    begin();
    for (ClientFrames each :
        new ClientFrames[] {
          frames().frame(ClientFrames.PING, true),
          frames().frame(ClientFrames.PONG, true),
          frames().frame(ClientFrames.TEXT, false, (byte) 'a'),
          frames().raw(0, 0x80 | 5, 0, 0, 0, 0, 'b'),
        }) {
      pool.time.advance(Duration.ofSeconds(1));
      peer.send(each);
      soon(() -> connection.liveness().lastHeardAt() == pool.time.nanos());
    }
  }

  @Test
  void aListenerHearsNothingAfterTheEndEvenOfWhatHadBeenReadWithIt() throws IOException {
    begin();
    CopyOnWriteArrayList<String> cut = new CopyOnWriteArrayList<>();
    listener.onText =
        text -> {
          if (cut.isEmpty()) {
            cut.add(text);
            closeTheSocket();
          }
        };
    peer.send(frames().text("a").frame(ClientFrames.PING, true).text("after the end"));

    assertEnded(session, CloseReason.VANISHED);
    assertThat(listener.heard).containsExactly("a", "closed");
  }

  private void closeTheSocket() {
    try {
      peer.gateways.close();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void begin() throws IOException {
    begin(take(session));
  }

  @Test
  void aMessageThatIsStillComingIsCountedUntilItIsThereOrTheConnectionEnds() throws IOException {
    begin();
    byte[] frame = frames().frame(ClientFrames.BINARY, true, new byte[60_000]).bytes();
    peer.sendBytes(Arrays.copyOf(frame, 50_000));
    soon(() -> incoming.used() >= 49_000);
    peer.sendBytes(Arrays.copyOfRange(frame, 50_000, frame.length));
    soon(() -> listener.heard.contains("60000 bytes"));
    soon(() -> incoming.used() == 0);

    peer.sendBytes(Arrays.copyOf(frame, 50_000));
    soon(() -> incoming.used() >= 49_000);
    peer.reset();

    soon(() -> incoming.used() == 0);
  }

  @Test
  void aLargeMessageIsRefusedWhileOthersHoldAllThatMayBeHeld() throws IOException {
    assertThat(incoming.change(0, 90_000)).isTrue();
    begin();
    byte[] frame = frames().frame(ClientFrames.BINARY, true, new byte[65_000]).bytes();

    peer.sendBytes(Arrays.copyOf(frame, 60_000));

    passUntil(() -> connection.endedBy().isPresent());
    assertThat(connection.endedBy()).contains(CloseReason.TOO_MANY_REQUESTS);
    assertThat(pool.registry.exceeded(ConnectionLimit.INCOMING_BYTES)).isEqualTo(1);
    soon(() -> incoming.used() == 90_000);
  }
}
