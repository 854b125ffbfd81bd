package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.TestSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private final StompConfig config =
      new StompConfig(
          TestSettings.with(
              Map.of(
                  "heartwire.message.max-bytes", "100",
                  "heartwire.stomp.max-headers", "8",
                  "heartwire.stomp.max-header-bytes", "1024")));
  private final FrameDecoder decoder = new FrameDecoder(config);

  @Test
  void aFrameHasACommandHeadersAndABody() {
    ClientFrame frame = one("SEND\ndestination:/topic/a\n\nhello\0");

    assertThat(frame.command()).isEqualTo(StompCommand.SEND);
    assertThat(frame.headers()).isEqualTo(Map.of("destination", "/topic/a"));
    assertThat(frame.body()).isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void linesMayEndInCarriageReturns() {
    ClientFrame frame = one("SEND\r\na:b\r\n\r\nx\0");

    assertThat(frame.headers()).isEqualTo(Map.of("a", "b"));
    assertThat(frame.body()).isEqualTo("x".getBytes(UTF_8));
  }

  @Test
  void escapesAreResolvedButInConnect() {
    assertThat(one("SEND\na\\cb:1\\n2\\r3\\\\4\\c5\n\n\0").headers())
        .isEqualTo(Map.of("a:b", "1\n2\r3\\4:5"));
    assertThat(one("CONNECT\npasscode:a\\cb:c\n\n\0").headers())
        .isEqualTo(Map.of("passcode", "a\\cb:c"));
  }

  @Test
  void ofARepeatedHeaderTheFirstCounts() {
    assertThat(one("SEND\na:1\na:2\n\n\0").headers()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void aBodyWithALengthMayHoldNuls() {
    assertThat(one("SEND\ncontent-length:3\n\na\0b\0").body()).isEqualTo("a\0b".getBytes(UTF_8));
    assertThat(one("SEND\ncontent-length:0\n\n\0").body()).isEmpty();
  }

  @Test
  void framesMayFollowEachOtherWithHeartBeatsBetween() {
    assertThat(all("\n\r\nBEGIN\ntransaction:1\n\n\0\n\n\nABORT\ntransaction:1\n\n\0\n"))
        .extracting(ClientFrame::command)
        .containsExactly(StompCommand.BEGIN, StompCommand.ABORT);
  }

  @Test
  void aFrameMayComeInParts() {
    assertThat(all("SE")).isEmpty();
    assertThat(all("ND\ncontent-len")).isEmpty();
    assertThat(all("gth:3\n\na\0")).isEmpty();
    assertThat(all("b")).isEmpty();
    assertThat(all("\0")).singleElement().satisfies(one -> assertThat(one.body()).hasSize(3));
  }

  @Test
  void aFrameIsTextIfAllOfItIs() {
    List<ClientFrame> frames = new ArrayList<>();

    decode("SEND\n\na\0SEND\n\nb", true, frames);
    decode("c\0SEND\n\nd", false, frames);
    decode("e\0SEND\n\nf\0", true, frames);

    assertThat(frames).extracting(ClientFrame::isText).containsExactly(true, false, false, true);
  }

  private void decode(String text, boolean isText, List<ClientFrame> to) {
    decoder.decode(ByteBuffer.wrap(text.getBytes(UTF_8)), isText, to::add);
  }

  @Test
  void memoryIsNotTakenForWhatIsOnlyAnnounced() {
    FrameDecoder large =
        new FrameDecoder(
            new StompConfig(
                TestSettings.with(Map.of("heartwire.message.max-bytes", String.valueOf(1 << 30)))));
    byte[] head = "SEND\ncontent-length:1000000000\n\nx".getBytes(UTF_8);

    large.decode(ByteBuffer.wrap(head), true, frame -> true); // would fail in a heap of 1.5 GB
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELLO\n\n\0",
        "send\n\n\0",
        "\0",
        "SEND\0",
        "SEND\na:b\0",
        "SEND\nab\n\n\0",
        "SEND\n:b\n\n\0",
        "SEND\na:\\t\n\n\0",
        "SEND\na:b\\\n\n\0",
        "SEND\ncontent-length:x\n\n\0",
        "SEND\ncontent-length:-1\n\n\0",
        "SEND\ncontent-length:1\n\nab\0",
        "SEND\ncontent-length:\n\nab\0",
        "ACK\nid:1\n\nbody\0",
        "ACKNOWLEDGEMENTACKNOWLEDGEMENT",
        "SEND\na:\u00ff\n\n\0"
      })
  void whatIsNoFrameIsMalformed(String bytes) {
    assertThatThrownBy(
            () -> decoder.decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)), true, frame -> true))
        .isInstanceOfSatisfying(
            StompException.class,
            failure -> {
              assertThat(failure.summary()).isEqualTo("malformed frame");
              assertThat(failure.reason().code()).isEqualTo(3501);
            });
  }

  @Test
  void aBodyBeyondTheLimitIsTooBigAsSoonAsItIsKnown() {
    tooBig("SEND\ncontent-length:101");
    tooBig("SEND\ncontent-length:99999999999999999999");
    assertThatThrownBy(() -> all("SEND\n\n" + "x".repeat(101)))
        .isInstanceOfSatisfying(
            StompException.class, failure -> assertThat(failure.reason().code()).isEqualTo(1009));
  }

  @Test
  void headersAreBoundedInNumberAndBytes() {
    assertThatThrownBy(() -> all("SEND\n" + "a:b\n".repeat(9)))
        .hasMessageContaining("heartwire.stomp.max-headers");
    FrameDecoder other = new FrameDecoder(config);
    byte[] endless = ("SEND\na:" + "b".repeat(1024)).getBytes(UTF_8);
    assertThatThrownBy(() -> other.decode(ByteBuffer.wrap(endless), true, frame -> true))
        .hasMessageContaining("heartwire.stomp.max-header-bytes");
  }

  @Test
  void itStopsWhenTheSinkSaysSo() {
    List<ClientFrame> frames = new ArrayList<>();

    decoder.decode(
        ByteBuffer.wrap("BEGIN\na:b\n\n\0BEGIN\na:b\n\n\0".getBytes(UTF_8)),
        true,
        frame -> {
          frames.add(frame);
          return false;
        });

    assertThat(frames).hasSize(1);
  }

  private void tooBig(String head) {
    FrameDecoder fresh = new FrameDecoder(config);
    byte[] bytes = (head + "\n\n").getBytes(UTF_8);
    assertThatThrownBy(() -> fresh.decode(ByteBuffer.wrap(bytes), true, frame -> true))
        .isInstanceOfSatisfying(
            StompException.class, failure -> assertThat(failure.reason().code()).isEqualTo(1009));
  }

  private ClientFrame one(String text) {
    List<ClientFrame> frames = all(text);
    assertThat(frames).hasSize(1);
    return frames.get(0);
  }

  private List<ClientFrame> all(String text) {
    List<ClientFrame> frames = new ArrayList<>();
    decoder.decode(ByteBuffer.wrap(text.getBytes(UTF_8)), true, frames::add);
    return frames;
  }
}
