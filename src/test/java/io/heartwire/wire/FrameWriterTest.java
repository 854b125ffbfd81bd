package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Frame;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final int LARGE = Frame.MOST_BYTES + 1;

  private final FrameWriter writer = FrameWriter.own();

  @Test
  void aTextIsOneFrameInUtf8() {
    assertThat(laidOut(text("Grün 😀"))).isEqualTo("81 0a 47 72 c3 bc 6e 20 f0 9f 98 80");
  }

  @Test
  void aBinaryMessageIsOneFrameAndStaysAsItWas() {
    ByteBuffer payload = ByteBuffer.wrap(new byte[] {1, 2, 3});
    Message message = Message.binary(payload, null);

    assertThat(laidOut(message)).isEqualTo("82 03 01 02 03");
    assertThat(message.size()).isEqualTo(3);
  }

  @Test
  void pingPongAndCloseAreControlFrames() {
    ByteBuffer stamp = ByteBuffer.allocate(8).putLong(0, 7);

    assertThat(hex(writer.ping(stamp))).isEqualTo("89 08 00 00 00 00 00 00 00 07");
    assertThat(hex(writer.pong("echo".getBytes(UTF_8)))).isEqualTo("8a 04 65 63 68 6f");
    assertThat(hex(writer.pong(new byte[0]))).isEqualTo("8a 00");
    assertThat(hex(writer.close(CloseFrame.payload(new CloseReason(1009, "x")))))
        .isEqualTo("88 03 03 f1 78");
    assertThat(hex(writer.close(CloseFrame.payload(CloseFrame.NO_CODE)))).isEqualTo("88 00");
  }

  @Test
  void aSeriesIsOneFrameForEachMessageInTheirOrder() {
    Frame series =
        new Frame.Series(
            List.of(text("a"), Message.binary(ByteBuffer.allocate(2), null), text("")));

    assertThat(laidOut(series)).isEqualTo("81 01 61 82 02 00 00 81 00");
  }

  @Test
  void theLengthOfAFrameTakesAsManyBytesAsItNeeds() {
    assertThat(laidOut(text("x".repeat(125)))).startsWith("81 7d 78");
    assertThat(laidOut(text("x".repeat(126)))).startsWith("81 7e 00 7e 78");
    assertThat(laidOut(text("x".repeat(65_535)))).startsWith("81 7e ff ff 78");
    assertThat(laidOut(text("x".repeat(65_536)))).startsWith("81 7f 00 00 00 00 00 01 00 00 78");
    assertThat(laidOut(text("x".repeat(LARGE)))).startsWith("81 7f 00 00 00 00 00 01 00 01 78");
  }

  @Test
  void theLargestOfThemFitsAndItsLastByteIsThere() {
    for (int size : new int[] {Frame.MOST_BYTES, LARGE, 5 * LARGE}) {
      ByteBuffer bytes = writer.messages(text("x".repeat(size - 1) + "y"));

      assertThat(bytes.remaining()).isEqualTo(10 + size);
      assertThat(bytes.get(bytes.limit() - 1)).isEqualTo((byte) 'y');
    }
  }

  @Test
  void aTextThatIsNoUnicodeIsLaidOutAsLongAsItSays() {
    Message.Text broken = text("half a pair: \uD83D");

    assertThat(writer.messages(broken).remaining()).isEqualTo(2 + broken.size());
  }

  @Test
  void theSameMessageIsThereAgainAfterItHasBeenWritten() {
    Message.Text message = text("again");
    String first = laidOut(message);
    writer.messages(message).position(3);

    assertThat(laidOut(message)).isEqualTo(first);
  }

  @Test
  void anotherMessageTakesItsPlaceEvenIfItIsShorter() {
    laidOut(text("a longer one"));
    assertThat(laidOut(text("b"))).isEqualTo("81 01 62");
    laidOut(text("x".repeat(LARGE)));
    assertThat(laidOut(text("b"))).isEqualTo("81 01 62");
  }

  @Test
  void aControlFrameInBetweenDoesNotPassForTheMessage() {
    Message.Text message = text("a");
    laidOut(message);
    writer.ping(ByteBuffer.allocate(8));
    assertThat(laidOut(message)).isEqualTo("81 01 61");

    writer.pong(new byte[1]);
    assertThat(laidOut(message)).isEqualTo("81 01 61");
  }

  @Test
  void aLargeMessageThatGoesToManyIsLaidOutOnceAndItsRestsShareOneBuffer() {
    Message.Text message = text("x".repeat(LARGE));
    writer.messages(message).position(100);
    ByteBuffer first = writer.rest();
    writer.messages(message).position(200);
    ByteBuffer second = writer.rest();

    assertThat(first.remaining()).isEqualTo(10 + LARGE - 100);
    assertThat(second.remaining()).isEqualTo(10 + LARGE - 200);
    first.put(1000, (byte) 'y');
    assertThat(second.get(1000)).as("the very same memory").isEqualTo((byte) 'y');
  }

  @Test
  void theRestOfALargeMessageStaysValidWhateverIsLaidOutNext() {
    writer.messages(text("x".repeat(LARGE) + "end")).position(LARGE + 10);
    ByteBuffer rest = writer.rest();

    laidOut(text("y".repeat(LARGE)));
    laidOut(text("next"));

    assertThat(hex(rest)).isEqualTo("65 6e 64");
  }

  @Test
  void theRestOfASmallOneStaysValidToo() {
    writer.messages(text("some")).position(4);
    ByteBuffer rest = writer.rest();
    writer.pong("another".getBytes(UTF_8)).position(2);
    ByteBuffer restOfPong = writer.rest();

    laidOut(text("y".repeat(LARGE)));
    laidOut(text("next"));

    assertThat(hex(rest)).isEqualTo("6d 65");
    assertThat(hex(restOfPong)).isEqualTo(hex(ByteBuffer.wrap("another".getBytes(UTF_8))));
  }

  @Test
  void eachThreadHasItsOwn() {
    ByteBuffer mine = writer.messages(text("mine"));

    CompletableFuture.runAsync(
            () -> FrameWriter.own().messages(text("other")), task -> new Thread(task).start())
        .join();

    assertThat(hex(mine)).isEqualTo("81 04 6d 69 6e 65");
  }

  @Test
  void allOfItIsOutsideTheHeapSoThatNobodyCopiesIt() {
    assertThat(writer.messages(text("a")).isDirect()).isTrue();
    assertThat(writer.rest().isDirect()).isTrue();
    assertThat(writer.messages(text("x".repeat(LARGE))).isDirect()).isTrue();
  }

  private static Message.Text text(String text) {
    return (Message.Text) Message.text(text, null);
  }

  private String laidOut(Frame frame) {
    return hex(writer.messages(frame));
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.ofDelimiter(" ").formatHex(copy);
  }
}
