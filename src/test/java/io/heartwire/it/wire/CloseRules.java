package io.heartwire.it.wire;

import static io.heartwire.it.client.RawSocket.BINARY;
import static io.heartwire.it.client.RawSocket.CLOSE;
import static io.heartwire.it.client.RawSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.client.RawSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end, whoever begins (RFC 6455, sections 5.5.1 and 7). */
interface CloseRules extends Wire {
  int MOST_OF_A_REASON = 123;

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
  default void aGoodbyeIsAnsweredWithItsCodeAndTheConnectionEnds(int code) throws IOException {
    answersGoodbye(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {1012, 1013, 1014})
  default void aGoodbyeWithACodeYoungerThanTheRfcIsAnsweredToo(int code) throws IOException {
    answersGoodbye(code);
  }

  private void answersGoodbye(int code) throws IOException {
    for (String reason : new String[] {"", "so long", "é".repeat(MOST_OF_A_REASON / 2)}) {
      try (RawSocket socket = connect()) {
        socket.send(CLOSE, true, goodbye(code, reason.getBytes(UTF_8)));
        assertThat(Wire.endOf(socket)).as(reason).isEqualTo(Integer.toString(code));
        assertThat(Wire.afterwards(socket)).as(reason).isEqualTo("the end");
      }
    }
  }

  @Test
  default void aGoodbyeWithoutACodeIsAnsweredAndTheConnectionEnds() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(CLOSE, true, new byte[0]);
      RawSocket.Frame answer = socket.read();
      assertThat(answer.opcode()).isEqualTo(CLOSE);
      assertThat(answer.payload().length == 0 || answer.closeCode() == 1000).isTrue();
      assertThat(Wire.afterwards(socket)).isEqualTo("the end");
    }
  }

  @Test
  default void aGoodbyeWithinAMessageIsAnswered() throws IOException {
    byte[] goodbye = goodbye(1001, new byte[0]);
    mustEnd("1001", Wire.frames().frame(TEXT, false, Wire.filled(9)).frame(CLOSE, true, goodbye));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 500, 999, 1004, 1005, 1006, 1015})
  default void aCodeThatNobodyMaySendBreaksTheProtocol(int code) throws IOException {
    refusesCode(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {5000, 5001, 10_000, 65_535})
  default void aCodeBeyondAllRangesBreaksTheProtocol(int code) throws IOException {
    refusesCode(code);
  }

  private void refusesCode(int code) throws IOException {
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(CLOSE, true, goodbye(code, new byte[0])));
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(CLOSE, true, goodbye(code, Wire.filled(9))));
  }

  @Test
  default void halfACodeBreaksTheProtocol() throws IOException {
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(CLOSE, true, (byte) 3));
  }

  @Test
  default void aReasonThatIsNoUtf8IsRefused() throws IOException {
    for (int[] bad : new int[][] {{0xff}, {0xc0, 0x80}, {'o', 'k', 0xe2, 0x82}}) {
      byte[] reason = new byte[bad.length];
      for (int i = 0; i < bad.length; i++) {
        reason[i] = (byte) bad[i];
      }
      mustEnd(NOT_UTF8, Wire.frames().frame(CLOSE, true, goodbye(1000, reason)));
    }
  }

  @Test
  default void whatComesAfterAGoodbyeIsNotRead() throws IOException {
    byte[] goodbye = goodbye(1000, new byte[0]);
    String channel = Wire.newChannel();
    try (RawSocket listener = in(channel).connect();
        RawSocket leaving = in(channel).connect()) {
      listener.awaitSubscribed();
      leaving.sendBytes(
          Wire.frames().text("before").frame(CLOSE, true, goodbye).text("after").bytes());
      assertThat(Wire.endOf(leaving)).isEqualTo(NORMAL);
      assertThat(listener.read(TEXT).text()).isEqualTo("before");

      listener.send(TEXT, true, "last".getBytes(UTF_8));
      assertThat(listener.read(TEXT).text()).isEqualTo("last");
    }
  }

  @Test
  default void whatComesBehindABrokenFrameIsNotRead() throws IOException {
    String channel = Wire.newChannel();
    try (RawSocket listener = in(channel).connect();
        RawSocket breaking = in(channel).connect()) {
      listener.awaitSubscribed();
      breaking.sendBytes(Wire.frames().text("before").frame(3, true).text("after").bytes());
      assertThat(Wire.endOf(breaking)).isEqualTo(PROTOCOL_ERROR);
      assertThat(listener.read(TEXT).text()).isEqualTo("before");

      listener.send(TEXT, true, "last".getBytes(UTF_8));
      assertThat(listener.read(TEXT).text()).isEqualTo("last");
    }
  }

  @Test
  default void aClientThatBrokeTheProtocolIsLetGoWithoutAReset() throws IOException {
    try (RawSocket socket = connect()) {
      socket.sendBytes(Wire.frames().frame(3, true).text("and more").bytes());
      assertThat(Wire.endOf(socket)).isEqualTo(PROTOCOL_ERROR);
      assertThat(Wire.afterwards(socket)).isEqualTo("the end");
    }
  }

  /** A client sees a reset instead if the server closes its socket with anything unread. */
  @Test
  default void aClientThatGoesOnWithWhatIsTooBigStillReadsWhy() throws IOException {
    int megabytes = 5;
    for (int round = 0; round < 5; round++) {
      try (RawSocket socket = connect()) {
        socket.sendBytes(Wire.frames().header(FIN | BINARY, megabytes << 20).bytes());
        for (int i = 0; i < megabytes; i++) {
          socket.sendBytes(new byte[1 << 20]);
        }
        assertThat(Wire.endOf(socket)).isEqualTo(TOO_BIG);
        assertThat(Wire.afterwards(socket)).isEqualTo("the end");
      }
    }
  }

  @Test
  default void aClientThatGoesOnWithMoreMessagesStillReadsWhy() throws IOException {
    byte[] message = RawSocket.frame(BINARY, true, Wire.filled(LIMIT));
    try (RawSocket socket = connect()) {
      socket.sendBytes(RawSocket.frame(BINARY, true, Wire.filled(LIMIT + 1)));
      for (int sent = 0; sent < 4 << 20; sent += message.length) {
        socket.sendBytes(message);
      }
      assertThat(Wire.endOf(socket)).isEqualTo(TOO_BIG);
      assertThat(Wire.afterwards(socket)).isEqualTo("the end");
    }
  }

  private static byte[] goodbye(int code, byte[] reason) {
    return ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array();
  }
}
