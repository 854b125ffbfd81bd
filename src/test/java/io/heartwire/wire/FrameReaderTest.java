package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ClientFrames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames that are as they should be (RFC 6455, section 5), wherever they are cut. */
class FrameReaderTest extends FrameReaderFixture {
  private static final byte[] NOTHING = {};

  @Test
  void textIsUnmaskedAndDecoded() throws FrameException {
    read(frames().text("Grün 😀"));

    assertThat(events.all).containsExactly("text Grün 😀");
  }

  @Test
  void bytesAreUnmaskedAndHandedOverAsTheyAre() throws FrameException {
    byte[] payload = new byte[256];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) i;
    }
    read(frames().frame(ClientFrames.BINARY, true, payload));

    assertThat(events.all).singleElement().asString().startsWith("binary \0\1\2").endsWith("þÿ");
    assertThat(events.all.get(0)).hasSize("binary ".length() + payload.length);
  }

  @Test
  void framesFollowEachOtherInOnePiece() throws FrameException {
    read(
        frames()
            .text("a")
            .frame(ClientFrames.PING, true, ascii("b"))
            .frame(ClientFrames.PONG, true, ascii("c"))
            .frame(ClientFrames.BINARY, true, ascii("d")));

    assertThat(events.all).containsExactly("text a", "ping b", "pong c", "binary d");
  }

  @Test
  void fragmentsAreOneMessageWhateverControlFramesAreBetweenThem() throws FrameException {
    read(
        frames()
            .frame(ClientFrames.TEXT, false, ascii("a"))
            .frame(ClientFrames.PING, true, ascii("1"))
            .frame(ClientFrames.CONTINUATION, false, ascii("b"))
            .frame(ClientFrames.PONG, true, ascii("2"))
            .frame(ClientFrames.CONTINUATION, true, ascii("c"))
            .frame(ClientFrames.BINARY, false, ascii("d"))
            .frame(ClientFrames.CONTINUATION, true, ascii("e")));

    assertThat(events.all)
        .containsExactly(
            "fragment", "ping 1", "fragment", "pong 2", "text abc", "fragment", "binary de");
  }

  @Test
  void emptyFramesOfAllKindsAreFrames() throws FrameException {
    read(emptyFrames());

    assertThat(events.all).isEqualTo(saidOfEmptyFrames());
  }

  @Test
  void aFrameOfSixBytesMayBeCutAnywhere() {
    assertThat(oneByOne(emptyFrames()).all).isEqualTo(saidOfEmptyFrames());
    byte[] all = emptyFrames().bytes();
    for (int cut = 0; cut <= all.length; cut++) {
      assertThat(inTwo(all, cut).all).as("cut at %d", cut).isEqualTo(saidOfEmptyFrames());
    }
  }

  @Test
  void headersOfEveryLengthMayBeCutAnywhere() {
    for (int size : new int[] {1, 125, 126, 127, MAX_BYTES}) {
      byte[] payload = new byte[size];
      Arrays.fill(payload, (byte) 'x');
      byte[] all = frames().text("a").frame(ClientFrames.TEXT, true, payload).text("b").bytes();
      List<String> whole = List.of("text a", "text " + "x".repeat(size), "text b");
      for (int cut = 0; cut <= all.length; cut++) {
        assertThat(inTwo(all, cut).all).as("cut at %d", cut).isEqualTo(whole);
      }
      assertThat(oneByOne(frames().text("a").frame(ClientFrames.TEXT, true, payload)).all)
          .isEqualTo(whole.subList(0, 2));
    }
  }

  @Test
  void aLengthOfEightBytesIsRead() throws FrameException {
    FrameReader large = new FrameReader(1 << 20, events);
    byte[] payload = new byte[0x1_0000];

    large.read(ByteBuffer.wrap(frames().frame(ClientFrames.BINARY, true, payload).bytes()), 100);

    assertThat(events.all.get(0)).hasSize("binary ".length() + payload.length);
  }

  @Test
  void theMaskGoesOnAcrossPieces() {
    String text = "a masked text of some length";
    byte[] all = frames().text(text).bytes();
    for (int cut = 6; cut < all.length; cut++) {
      assertThat(inTwo(all, cut).all).containsExactly("text " + text);
    }
    assertThat(oneByOne(frames().text(text)).all).containsExactly("text " + text);
  }

  @Test
  void noMoreFramesAreTakenThanAreAskedFor() throws FrameException {
    ByteBuffer bytes =
        ByteBuffer.wrap(
            frames()
                .text("a")
                .frame(ClientFrames.TEXT, false, ascii("b"))
                .frame(ClientFrames.CONTINUATION, true, NOTHING)
                .frame(ClientFrames.PING, true, NOTHING)
                .bytes());

    reader.read(bytes, 2);
    assertThat(events.all).containsExactly("text a", "fragment");
    assertThat(bytes.remaining()).isEqualTo(12);
    reader.read(bytes, 1);
    assertThat(events.all).endsWith("text b").hasSize(3);
    reader.read(bytes, 2);
    assertThat(events.all).endsWith("ping ").hasSize(4);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void itKnowsWhetherAFrameHasBegun() throws FrameException {
    byte[] all = frames().text("ab").bytes();
    assertThat(reader.isWithinFrame()).isFalse();
    for (int i = 0; i < all.length - 1; i++) {
      read(all[i]);
      assertThat(reader.isWithinFrame()).as("after %d bytes", i + 1).isTrue();
    }
    read(all[all.length - 1]);
    assertThat(reader.isWithinFrame()).isFalse();

    read(frames().frame(ClientFrames.TEXT, false, ascii("a")));
    assertThat(reader.isWithinFrame()).as("within a message, but not within a frame").isFalse();
  }

  @Test
  void whatComesAfterItWasStoppedIsTakenForNothing() throws FrameException {
    read(frames().frame(ClientFrames.TEXT, false, ascii("a")).raw(0x80, 0x85));
    reader.stop();

    read(frames().text("b"));

    assertThat(events.all).containsExactly("fragment");
    assertThat(reader.isWithinFrame()).isFalse();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }

  private static FrameEvents inTwo(byte[] all, int cut) {
    FrameEvents said = new FrameEvents();
    FrameReader reader = new FrameReader(MAX_BYTES, said);
    try {
      reader.read(ByteBuffer.wrap(all, 0, cut), Integer.MAX_VALUE);
      reader.read(ByteBuffer.wrap(all, cut, all.length - cut), Integer.MAX_VALUE);
    } catch (FrameException violation) {
      said.failed(violation);
    }
    return said;
  }

  private static ClientFrames emptyFrames() {
    return frames()
        .text("")
        .frame(ClientFrames.BINARY, true, NOTHING)
        .frame(ClientFrames.PING, true, NOTHING)
        .frame(ClientFrames.TEXT, false, NOTHING)
        .frame(ClientFrames.PONG, true, NOTHING)
        .frame(ClientFrames.CONTINUATION, false, NOTHING)
        .frame(ClientFrames.CONTINUATION, true, NOTHING)
        .frame(ClientFrames.CLOSE, true, NOTHING);
  }

  private static List<String> saidOfEmptyFrames() {
    return List.of(
        "text ", "binary ", "ping ", "fragment", "pong ", "fragment", "text ", "close 1005 ");
  }
}
