package io.heartwire.it.wire;

import static io.heartwire.it.client.RawSocket.BINARY;
import static io.heartwire.it.client.RawSocket.CLOSE;
import static io.heartwire.it.client.RawSocket.CONTINUATION;
import static io.heartwire.it.client.RawSocket.PING;
import static io.heartwire.it.client.RawSocket.PONG;
import static io.heartwire.it.client.RawSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.client.RawSocket;
import io.heartwire.testkit.ClientFrames;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP knows no frames: they may arrive in any pieces, and with the handshake. */
interface ArrivalRules extends Wire {
  /** What the dialogue below is answered: first the messages in their order, then the pongs. */
  List<String> ANSWERS = List.of("1:héllo", "1:", "1:fragments", "2:\u0000x", "2:", "10:p", "10:q");

  @Test
  default void aDialogueInTwoPiecesIsAnsweredAlikeWhereverItIsCut() throws IOException {
    byte[] all = dialogue();
    try (RawSocket socket = connect()) {
      for (int cut = 1; cut < all.length; cut++) {
        socket.sendInPieces(cut(all, cut));
        assertThat(answers(socket)).as("cut at byte %d", cut).isEqualTo(ANSWERS);
      }
    }
  }

  @Test
  default void aDialogueThatComesByteByByteIsAnsweredAlike() throws IOException {
    try (RawSocket socket = connect()) {
      socket.sendInPieces(bytes(dialogue()));
      assertThat(answers(socket)).isEqualTo(ANSWERS);
    }
  }

  /** Six bytes: less than the header of most frames that hold anything. */
  @Test
  default void anEmptyFrameMayBeCutAnywhere() throws IOException {
    try (RawSocket socket = connect()) {
      for (int opcode : new int[] {TEXT, BINARY, PING}) {
        byte[] empty = RawSocket.frame(opcode, true, new byte[0]);
        for (int cut = 1; cut < empty.length; cut++) {
          socket.sendInPieces(cut(empty, cut));
          RawSocket.Frame answer = Wire.answer(socket);
          assertThat(answer.opcode()).isEqualTo(opcode == PING ? PONG : opcode);
          assertThat(answer.payload()).as("cut at byte %d", cut).isEmpty();
        }
        socket.sendInPieces(bytes(empty));
        assertThat(Wire.answer(socket).payload()).isEmpty();
      }
    }
  }

  @Test
  default void aGoodbyeMayBeCutAtEveryByte() throws IOException {
    byte[] goodbye = RawSocket.frame(CLOSE, true, new byte[] {3, (byte) 232, 'b', 'y', 'e'});
    for (int cut = 1; cut < goodbye.length; cut++) {
      try (RawSocket socket = connect()) {
        socket.sendInPieces(cut(goodbye, cut));
        assertThat(Wire.endOf(socket)).as("cut at byte %d", cut).isEqualTo(NORMAL);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 300})
  default void aFrameMayBeCutAtEveryByte(int size) throws IOException {
    byte[] payload = numbered(size);
    byte[] frame = RawSocket.frame(BINARY, true, payload);
    try (RawSocket socket = connect()) {
      for (int cut = 1; cut < frame.length; cut++) {
        socket.sendInPieces(cut(frame, cut));
        assertThat(socket.read(BINARY).payload()).as("cut at byte %d", cut).isEqualTo(payload);
      }
    }
  }

  @Test
  default void aLongFrameMayBeCutInItsHeaderAndNearItsEnd() throws IOException {
    byte[] payload = numbered(LIMIT);
    byte[] frame = RawSocket.frame(BINARY, true, payload);
    int[] cuts =
        IntStream.concat(
                IntStream.rangeClosed(1, 20),
                IntStream.of(8_191, 8_192, 8_193, LIMIT / 2, frame.length - 2, frame.length - 1))
            .toArray();
    try (RawSocket socket = connect()) {
      for (int cut : cuts) {
        socket.sendInPieces(cut(frame, cut));
        assertThat(socket.read(BINARY).payload()).as("cut at byte %d", cut).isEqualTo(payload);
      }
    }
  }

  @Test
  default void manyFramesOfOneSegmentAreReadInTheirOrder() throws IOException {
    ClientFrames frames = Wire.frames();
    List<String> said = IntStream.range(0, 500).mapToObj(i -> "message " + i).toList();
    said.forEach(frames::text);
    List<String> heard = new ArrayList<>();
    try (RawSocket socket = connect()) {
      socket.sendBytes(frames.bytes());
      while (heard.size() < said.size()) {
        heard.add(socket.read(TEXT).text());
      }
    }
    assertThat(heard).isEqualTo(said);
  }

  @Test
  default void framesInTheSegmentOfTheHandshakeAreRead() throws IOException {
    for (int round = 0; round < 20; round++) {
      try (RawSocket socket = in(Wire.newChannel()).followedBy(dialogue()).connect()) {
        assertThat(answers(socket)).as("round %d", round).isEqualTo(ANSWERS);
      }
    }
  }

  @Test
  default void aFrameThatBeginsInTheSegmentOfTheHandshakeIsRead() throws IOException {
    byte[] frame = Wire.frames().text("hello").bytes();
    for (int cut = 1; cut < frame.length; cut++) {
      try (RawSocket socket =
          in(Wire.newChannel()).followedBy(Arrays.copyOf(frame, cut)).connect()) {
        socket.sendBytes(Arrays.copyOfRange(frame, cut, frame.length));
        assertThat(socket.read(TEXT).text()).as("cut at byte %d", cut).isEqualTo("hello");
      }
    }
  }

  /** More than any buffer of the handshake holds. */
  @Test
  default void aLongMessageInTheSegmentOfTheHandshakeIsRead() throws IOException {
    byte[] payload = numbered(LIMIT);
    byte[] frame = RawSocket.frame(BINARY, true, payload);
    try (RawSocket socket = in(Wire.newChannel()).followedBy(frame).connect()) {
      assertThat(socket.read(BINARY).payload()).isEqualTo(payload);
    }
  }

  @Test
  default void aBrokenFrameInTheSegmentOfTheHandshakeIsRefused() throws IOException {
    byte[] unmasked = {(byte) 0x81, 1, 'x'};
    try (RawSocket socket = in(Wire.newChannel()).followedBy(unmasked).connect()) {
      assertThat(Wire.endOf(socket)).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @Test
  default void whatIsPublishedRightAfterTheHandshakeArrives() throws IOException {
    int lost = 0;
    for (int round = 0; round < 100; round++) {
      String channel = Wire.newChannel();
      try (RawSocket publisher = in(channel).connect();
          RawSocket newcomer = in(channel).patience(Duration.ofSeconds(10)).connect()) {
        publisher.send(TEXT, true, "x".getBytes(UTF_8));
        lost += hears(newcomer) ? 0 : 1;
      }
    }
    assertThat(lost).as("of 100").isZero();
  }

  private static byte[] dialogue() {
    return Wire.frames()
        .text("héllo")
        .frame(PING, true, (byte) 'p')
        .text("")
        .frame(TEXT, false, "frag".getBytes(UTF_8))
        .frame(PING, true, (byte) 'q')
        .frame(CONTINUATION, false)
        .frame(CONTINUATION, true, "ments".getBytes(UTF_8))
        .frame(PONG, true, (byte) 'z')
        .frame(BINARY, true, (byte) 0, (byte) 'x')
        .frame(BINARY, true)
        .bytes();
  }

  /** What the server answers, up to what came instead of an answer. */
  private static List<String> answers(RawSocket socket) {
    List<String> answers = new ArrayList<>();
    try {
      while (answers.size() < ANSWERS.size()) {
        RawSocket.Frame frame = Wire.answer(socket);
        answers.add(frame.opcode() + ":" + frame.text());
      }
    } catch (IOException instead) {
      answers.add(instead.toString());
    }
    answers.sort(Comparator.comparing(each -> each.startsWith(PONG + ":")));
    return answers;
  }

  private static boolean hears(RawSocket socket) throws IOException {
    try {
      return socket.read(TEXT).text().equals("x");
    } catch (SocketTimeoutException nothing) {
      return false;
    }
  }

  private static byte[][] cut(byte[] all, int at) {
    return new byte[][] {Arrays.copyOf(all, at), Arrays.copyOfRange(all, at, all.length)};
  }

  private static byte[][] bytes(byte[] all) {
    byte[][] pieces = new byte[all.length][];
    for (int i = 0; i < all.length; i++) {
      pieces[i] = new byte[] {all[i]};
    }
    return pieces;
  }

  /** Bytes that tell when one is lost or unmasked with the wrong part of the key. */
  private static byte[] numbered(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }
}
