package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.Frame;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
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
  void aPingIsAControlFrame() {
    ByteBuffer payload = ByteBuffer.allocate(8).putLong(0, 7);

    assertThat(hex(FrameBuffer.withPing(payload).bytes()))
        .isEqualTo("89 08 00 00 00 00 00 00 00 07");
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
  }

  @Test
  void theLargestFrameFitsAndItsLastByteIsThere() {
    Message.Text largest = text("x".repeat(Frame.MOST_BYTES - 1) + "y");

    ByteBuffer bytes = FrameBuffer.with(largest).bytes();

    assertThat(bytes.remaining()).isEqualTo(10 + Frame.MOST_BYTES);
    assertThat(bytes.get(bytes.limit() - 1)).isEqualTo((byte) 'y');
  }

  @Test
  void aTextThatIsNoUnicodeIsLaidOutAsLongAsItSays() {
    Message.Text broken = text("half a pair: \uD83D");

    assertThat(FrameBuffer.with(broken).bytes().remaining()).isEqualTo(2 + broken.size());
  }

  @Test
  void theSameMessageIsThereAgainAfterItHasBeenWritten() {
    Message.Text message = text("again");
    String first = laidOut(message);
    FrameBuffer.with(message).bytes().position(3);

    assertThat(laidOut(message)).isEqualTo(first);
  }

  @Test
  void anotherMessageTakesItsPlaceEvenIfItIsShorter() {
    laidOut(text("a longer one"));
    assertThat(laidOut(text("b"))).isEqualTo("81 01 62");
  }

  @Test
  void aPingInBetweenDoesNotPassForTheMessage() {
    Message.Text message = text("a");
    laidOut(message);
    FrameBuffer.withPing(ByteBuffer.allocate(8));

    assertThat(laidOut(message)).isEqualTo("81 01 61");
  }

  @Test
  void eachThreadHasItsOwn() {
    ByteBuffer mine = FrameBuffer.with(text("mine")).bytes();

    CompletableFuture.runAsync(
            () -> FrameBuffer.with(text("other")), task -> new Thread(task).start())
        .join();

    assertThat(hex(mine)).isEqualTo("81 04 6d 69 6e 65");
  }

  @Test
  void theContainersViewOfItIsMadeOnce() {
    Object first = FrameBuffer.with(text("a")).wrapped(bytes -> new Object());

    assertThat(FrameBuffer.with(text("b")).wrapped(bytes -> new Object())).isSameAs(first);
  }

  @Test
  void itIsOutsideTheHeapSoThatTheContainerDoesNotCopyIt() {
    assertThat(FrameBuffer.with(text("a")).bytes().isDirect()).isTrue();
  }

  private static Message.Text text(String text) {
    return (Message.Text) Message.text(text, null);
  }

  private static String laidOut(Frame frame) {
    return hex(FrameBuffer.with(frame).bytes());
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.ofDelimiter(" ").formatHex(copy);
  }
}
