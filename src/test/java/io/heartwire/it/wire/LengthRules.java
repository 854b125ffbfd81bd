package io.heartwire.it.wire;

import static io.heartwire.it.client.RawSocket.BINARY;
import static io.heartwire.it.client.RawSocket.CONTINUATION;
import static io.heartwire.it.client.RawSocket.PING;
import static io.heartwire.it.client.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.client.RawSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a frame says it is (RFC 6455, section 5.2), and how long a message may be. */
interface LengthRules extends Wire {

  @ParameterizedTest
  @ValueSource(longs = {LIMIT + 1, 1L << 31, (1L << 32) + 5, Long.MAX_VALUE})
  default void aMessageBeyondTheLimitIsRefusedByItsHeader(long length) throws IOException {
    for (int opcode : MESSAGES) {
      mustEnd(TOO_BIG, Wire.frames().header(FIN | opcode, length));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {LIMIT + 1, 1L << 31, (1L << 32) + 5, Long.MAX_VALUE})
  default void aFirstFragmentBeyondTheLimitIsRefusedByItsHeader(long length) throws IOException {
    for (int opcode : MESSAGES) {
      mustEnd(TOO_BIG, Wire.frames().header(opcode, length));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {LIMIT - 9, 1L << 31, (1L << 32) + 5, Long.MAX_VALUE})
  default void aContinuationBeyondTheLimitIsRefusedByItsHeader(long length) throws IOException {
    for (int opcode : MESSAGES) {
      for (int fin : new int[] {0, FIN}) {
        mustEnd(
            TOO_BIG,
            Wire.frames().frame(opcode, false, Wire.filled(10)).header(fin | CONTINUATION, length));
      }
    }
  }

  @Test
  default void aMessageOfTheLimitPassesInOneFrameAndInMany() throws IOException {
    try (RawSocket socket = connect()) {
      for (int opcode : MESSAGES) {
        socket.send(opcode, true, Wire.filled(LIMIT));
        assertThat(socket.read(opcode).payload()).hasSize(LIMIT);

        socket.send(opcode, false, Wire.filled(LIMIT / 2));
        socket.send(PING, true, Wire.filled(125));
        socket.send(CONTINUATION, false, Wire.filled(LIMIT / 2));
        socket.send(CONTINUATION, true, new byte[0]);
        assertThat(socket.read(opcode).payload()).hasSize(LIMIT);
      }
    }
  }

  @Test
  default void theSizeOfOneMessageDoesNotCountForTheNext() throws IOException {
    try (RawSocket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        socket.send(TEXT, false, Wire.filled(LIMIT - 1));
        socket.send(CONTINUATION, true, Wire.filled(1));
        assertThat(socket.read(TEXT).payload()).hasSize(LIMIT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 5, -1})
  default void aLengthWithItsTopBitSetBreaksTheProtocol(long length) throws IOException {
    for (int opcode : MESSAGES) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(FIN | opcode, length));
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(opcode, length));
      mustEnd(
          PROTOCOL_ERROR,
          Wire.frames().frame(opcode, false, Wire.filled(10)).header(FIN | CONTINUATION, length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125})
  default void aShortLengthInTwoBytesBreaksTheProtocol(int length) throws IOException {
    for (int first : new int[] {FIN | TEXT, BINARY, FIN | PING}) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(first, 2, length).raw(new int[length]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535})
  default void aShortLengthInEightBytesBreaksTheProtocol(int length) throws IOException {
    for (int first : new int[] {FIN | TEXT, BINARY, FIN | PING}) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(first, 8, length).raw(new int[length]));
    }
  }

  @Test
  default void lengthsThatNeedTwoOrEightBytesAreGood() throws IOException {
    try (RawSocket socket = connect()) {
      for (int length : new int[] {125, 126, 127, 65_535, 65_536, 65_537}) {
        socket.send(TEXT, true, Wire.filled(length));
        assertThat(socket.read(TEXT).payload()).hasSize(length);
      }
    }
  }

  /** One for each event loop, and more. */
  @Test
  default void clientsThatAnnounceTheLongestFramesTakeNobodyElseAlong() throws IOException {
    List<RawSocket> offenders = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        offenders.add(connect());
        offenders
            .get(i)
            .sendBytes(Wire.frames().header(FIN | TEXT, Long.MAX_VALUE).raw('h', 'i').bytes());
      }
      for (int i = 0; i < 8; i++) {
        connect().close();
      }
      assertThat(offenders).extracting(Wire::endOf).containsOnly(TOO_BIG);
    } finally {
      for (RawSocket offender : offenders) {
        offender.close();
      }
    }
  }
}
