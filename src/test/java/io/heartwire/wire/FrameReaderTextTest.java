package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ClientFrames;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is UTF-8 wherever it is cut, and what is not is answered 1007 as soon as it shows. */
class FrameReaderTextTest extends FrameReaderFixture {
  private static final int HEADER = 6;
  private static final String MIXED = "aé€😀z";

  @Test
  void fragmentsMayEndWithinACharacterWithControlFramesBetween() throws FrameException {
    byte[] all = MIXED.getBytes(UTF_8);
    for (int first = 0; first <= all.length; first++) {
      for (int second = first; second <= all.length; second++) {
        ClientFrames split =
            frames()
                .frame(ClientFrames.TEXT, false, Arrays.copyOfRange(all, 0, first))
                .frame(ClientFrames.PING, true, (byte) 0xFF)
                .frame(ClientFrames.CONTINUATION, false, Arrays.copyOfRange(all, first, second))
                .frame(ClientFrames.PONG, true)
                .frame(
                    ClientFrames.CONTINUATION, true, Arrays.copyOfRange(all, second, all.length));
        events.all.clear();
        read(split);

        assertThat(events.all)
            .containsExactly("fragment", "ping ÿ", "fragment", "pong ", "text " + MIXED);
        assertThat(oneByOne(split).all).isEqualTo(events.all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "ascii",
        "é",
        "\u07FF",
        "\u0800",
        "\uD7FF",
        "\uE000",
        "\uFFFF",
        "😀",
        "\uDBFF\uDFFF",
        "\uFEFFmark"
      })
  void allCharactersAreText(String text) throws FrameException {
    read(frames().text(text));

    assertThat(events.all).containsExactly("text " + text);
    assertThat(oneByOne(frames().text(text)).all).isEqualTo(events.all);
  }

  /** What is wrong, and with which of its bytes that shows. */
  @ParameterizedTest
  @CsvSource({
    "80, 1", // a continuation of nothing
    "bf, 1",
    "c0 80, 1", // overlong
    "c1 bf, 1",
    "e0 80 80, 2",
    "e0 9f bf, 2",
    "f0 80 80 80, 2",
    "f0 8f bf bf, 2",
    "ed a0 80, 2", // surrogates
    "ed bf bf, 2",
    "f4 90 80 80, 2", // beyond U+10FFFF
    "f5 80 80 80, 1",
    "fe, 1",
    "ff, 1",
    "c3 28, 2", // no continuation
    "e2 28 a1, 2",
    "e2 82 28, 3",
    "f0 28 8c bc, 2",
    "f0 90 28 bc, 3",
    "f0 90 8c 28, 4",
    "c3 c3, 2",
    "f0 9f 98 f0, 4"
  })
  void whatIsNotUtf8ShowsWithItsFirstByteThatCannotBe(String hex, int shows) {
    byte[] bad = HexFormat.ofDelimiter(" ").parseHex(hex);
    byte[] before = "ok é ".getBytes(UTF_8);
    byte[] all = Arrays.copyOf(before, before.length + bad.length);
    System.arraycopy(bad, 0, all, before.length, bad.length);

    assertThat(failureOf(frames().frame(ClientFrames.TEXT, true, bad)))
        .isEqualTo(new Failure(1007, HEADER + shows));
    assertThat(failureOf(frames().frame(ClientFrames.TEXT, true, all)))
        .isEqualTo(new Failure(1007, HEADER + before.length + shows));
    assertThat(failureOf(frames().frame(ClientFrames.TEXT, false, all)))
        .as("nobody waits for the end of the message")
        .isEqualTo(new Failure(1007, HEADER + before.length + shows));
    assertThat(
            failureOf(
                frames()
                    .frame(ClientFrames.TEXT, false, before)
                    .frame(ClientFrames.CONTINUATION, false, bad)))
        .isEqualTo(new Failure(1007, HEADER + before.length + HEADER + shows));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "e2", "e2 82", "f0", "f0 9f", "f0 9f 98"})
  void aMessageThatEndsWithinACharacterIsNotUtf8(String hex) {
    byte[] half = HexFormat.ofDelimiter(" ").parseHex(hex);

    assertThat(failureOf(frames().frame(ClientFrames.TEXT, true, half)))
        .isEqualTo(new Failure(1007, HEADER + half.length));
    assertThat(failureOf(frames().frame(ClientFrames.TEXT, false, half)).code())
        .as("it may go on")
        .isZero();
    assertThat(
            failureOf(
                frames()
                    .frame(ClientFrames.TEXT, false, half)
                    .frame(ClientFrames.CONTINUATION, true)))
        .isEqualTo(new Failure(1007, HEADER + half.length + HEADER));
  }

  @Test
  void aCharacterIsNotContinuedByAControlFrame() {
    assertThat(
            failureOf(
                    frames()
                        .frame(ClientFrames.TEXT, false, (byte) 0xC3)
                        .frame(ClientFrames.PING, true, (byte) 0xA9)
                        .frame(ClientFrames.CONTINUATION, true))
                .code())
        .isEqualTo(1007);
  }

  @Test
  void bytesAndControlFramesNeedNotBeUtf8() throws FrameException {
    read(
        frames()
            .frame(ClientFrames.BINARY, true, (byte) 0xFF)
            .frame(ClientFrames.PING, true, (byte) 0xFE)
            .frame(ClientFrames.PONG, true, (byte) 0x80));

    assertThat(events.all).containsExactly("binary ÿ", "ping þ", "pong \u0080");
  }

  @Test
  void aMessageIsJudgedByItself() throws FrameException {
    read(frames().text("é").frame(ClientFrames.BINARY, true, (byte) 0xC3).text("a").text("€"));

    assertThat(events.all).containsExactly("text é", "binary Ã", "text a", "text €");
  }

  @Test
  void nothingIsReadAfterTextThatIsNotUtf8() throws FrameException {
    try {
      read(frames().frame(ClientFrames.TEXT, false, (byte) 0xFF));
    } catch (FrameException violation) {
      events.failed(violation);
    }

    read(frames().frame(ClientFrames.CONTINUATION, true).text("b"));

    assertThat(events.all).containsExactly("failed 1007");
    assertThat(reader.kept()).isZero();
  }
}
