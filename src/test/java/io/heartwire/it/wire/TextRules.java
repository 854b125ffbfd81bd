package io.heartwire.it.wire;

import static io.heartwire.it.client.RawSocket.BINARY;
import static io.heartwire.it.client.RawSocket.CONTINUATION;
import static io.heartwire.it.client.RawSocket.PING;
import static io.heartwire.it.client.RawSocket.PONG;
import static io.heartwire.it.client.RawSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.client.RawSocket;
import io.heartwire.testkit.ClientFrames;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is UTF-8, of a message as a whole (RFC 6455, sections 5.6 and 8.1). */
interface TextRules extends Wire {
  /** Characters of one, two, three and four bytes, the first and the last of each size. */
  String TEXT_OF_ALL_SIZES =
      "a\u0000\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";

  @Test
  default void textOfAllSizesOfCharactersPasses() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(TEXT, true, TEXT_OF_ALL_SIZES.getBytes(UTF_8));
      assertThat(socket.read(TEXT).text()).isEqualTo(TEXT_OF_ALL_SIZES);
    }
  }

  @Test
  default void textSplitAnywhereIsOneMessage() throws IOException {
    byte[] text = TEXT_OF_ALL_SIZES.getBytes(UTF_8);
    try (RawSocket socket = connect()) {
      for (int cut = 0; cut <= text.length; cut++) {
        socket.send(TEXT, false, Arrays.copyOf(text, cut));
        socket.send(CONTINUATION, true, Arrays.copyOfRange(text, cut, text.length));
        assertThat(socket.read(TEXT).text()).as("split at %d", cut).isEqualTo(TEXT_OF_ALL_SIZES);
      }
    }
  }

  @Test
  default void textSplitAnywhereWithAPingAndARestBetweenIsOneMessage() throws IOException {
    byte[] text = TEXT_OF_ALL_SIZES.getBytes(UTF_8);
    try (RawSocket socket = connect()) {
      for (int cut = 0; cut <= text.length; cut++) {
        socket.sendInPieces(
            RawSocket.frame(TEXT, false, Arrays.copyOf(text, cut)),
            RawSocket.frame(PING, true, new byte[] {(byte) cut}),
            RawSocket.frame(CONTINUATION, true, Arrays.copyOfRange(text, cut, text.length)));
        assertThat(socket.read(PONG).payload()).containsExactly(cut);
        assertThat(socket.read(TEXT).text()).as("split at %d", cut).isEqualTo(TEXT_OF_ALL_SIZES);
      }
    }
  }

  @Test
  default void aFragmentForEachByteAndEmptyOnesBetweenAreOneMessage() throws IOException {
    ClientFrames frames = Wire.frames().frame(TEXT, false);
    for (byte each : TEXT_OF_ALL_SIZES.getBytes(UTF_8)) {
      frames.frame(CONTINUATION, false, each).frame(CONTINUATION, false);
    }
    try (RawSocket socket = connect()) {
      socket.sendBytes(frames.frame(CONTINUATION, true).bytes());
      assertThat(socket.read(TEXT).text()).isEqualTo(TEXT_OF_ALL_SIZES);
    }
  }

  /** Of a size too long, halves of pairs, beyond the last character, no start, no end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0 80",
        "c1 bf",
        "e0 80 80",
        "e0 9f bf",
        "f0 80 80 80",
        "f0 8f bf bf",
        "ed a0 80",
        "ed bf bf",
        "ed a0 80 ed b0 80",
        "f4 90 80 80",
        "f5 80 80 80",
        "f8 88 80 80 80",
        "fe",
        "ff",
        "80",
        "bf",
        "c2",
        "e2 82",
        "f0 9f 98",
        "c2 41",
        "e2 82 41",
        "f0 9f 98 41"
      })
  default void whatIsNoUtf8IsRefusedWhereverItStands(String hex) throws IOException {
    byte[] bad = HexFormat.ofDelimiter(" ").parseHex(hex);
    mustEnd(NOT_UTF8, Wire.frames().frame(TEXT, true, bad));
    mustEnd(NOT_UTF8, Wire.frames().text("good").frame(TEXT, true, bad));
    mustEnd(NOT_UTF8, Wire.frames().frame(TEXT, false, bad).frame(CONTINUATION, true));
    for (int cut = 1; cut < bad.length; cut++) {
      mustEnd(
          NOT_UTF8,
          Wire.frames()
              .frame(TEXT, false, Arrays.copyOf(bad, cut))
              .frame(CONTINUATION, true, Arrays.copyOfRange(bad, cut, bad.length)));
    }
  }

  /** The last byte of each is one that no character goes on with. */
  @ParameterizedTest
  @ValueSource(strings = {"ff", "80", "c0", "f5", "c2 41", "e0 80", "ed a0", "f0 80", "f4 90"})
  default void whatIsNoUtf8IsRefusedBeforeItsMessageEnds(String hex) throws IOException {
    byte[] bad = HexFormat.ofDelimiter(" ").parseHex("61 62 " + hex);
    mustEnd(NOT_UTF8, Wire.frames().frame(TEXT, false, bad));
    mustEnd(
        NOT_UTF8,
        Wire.frames()
            .frame(TEXT, false, Arrays.copyOf(bad, bad.length - 1))
            .frame(CONTINUATION, false, bad[bad.length - 1]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "80", "c0", "f5", "c2 41", "e0 80", "ed a0", "f0 80", "f4 90"})
  default void whatIsNoUtf8IsRefusedBeforeItsFrameEnds(String hex) throws IOException {
    byte[] bad = HexFormat.ofDelimiter(" ").parseHex(hex);
    int[] asInts = new int[bad.length];
    Arrays.setAll(asInts, i -> bad[i]);
    mustEnd(NOT_UTF8, ClientFrames.readable().header(FIN | TEXT, 1000).raw('a').raw(asInts));
    mustEnd(
        NOT_UTF8,
        ClientFrames.readable()
            .frame(TEXT, false, Wire.filled(1))
            .header(FIN | CONTINUATION, 1000)
            .raw(asInts));
  }

  @Test
  default void binaryMessagesMayHoldAnything() throws IOException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try (RawSocket socket = connect()) {
      socket.send(BINARY, true, all);
      assertThat(socket.read(BINARY).payload()).isEqualTo(all);
      socket.send(BINARY, false, new byte[] {(byte) 0xff});
      socket.send(CONTINUATION, true, new byte[] {(byte) 0xc0});
      assertThat(socket.read(BINARY).payload()).containsExactly(0xff, 0xc0);
    }
  }
}
