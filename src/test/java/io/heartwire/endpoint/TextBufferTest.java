package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TextBufferTest {

  @Test
  void mustHoldJustTheTextEachTime() {
    assertThat(read(TextBuffer.of(text("a longer one, grün 😀"))))
        .isEqualTo("a longer one, grün 😀");
    assertThat(read(TextBuffer.of(text("short")))).isEqualTo("short");
  }

  @Test
  void mustEncodeOnceWhatGoesToOneConnectionAfterTheOther() {
    Message.Text text = text("grün 😀");
    ByteBuffer first = TextBuffer.of(text);
    first.put(0, (byte) 'G').position(first.limit()); // a container only reads it

    assertThat(read(TextBuffer.of(text))).isEqualTo("Grün 😀");
    assertThat(read(TextBuffer.of(text("grün 😀")))).as("another one").isEqualTo("grün 😀");
  }

  @Test
  void mustReplaceHalfAPairAsTheSizeCountsIt() {
    assertThat(read(TextBuffer.of(text("half a pair: \uD83D")))).isEqualTo("half a pair: ?");
  }

  @Test
  void mustTakeWhatFillsItAndNoMore() {
    Message.Text largest = text("x".repeat(TextBuffer.BYTES));

    assertThat(TextBuffer.holds(largest)).isTrue();
    assertThat(TextBuffer.of(largest).remaining()).isEqualTo(TextBuffer.BYTES);
    assertThat(TextBuffer.holds(text("x".repeat(TextBuffer.BYTES + 1)))).isFalse();
    assertThat(TextBuffer.holds(text("ü".repeat(TextBuffer.BYTES / 2 + 1)))).isFalse();
  }

  @Test
  void mustKeepTheTextWhileAnotherThreadLaysOutItsOwn() {
    ByteBuffer mine = TextBuffer.of(text("mine"));

    CompletableFuture.runAsync(() -> TextBuffer.of(text("other")), task -> new Thread(task).start())
        .join();

    assertThat(read(mine)).isEqualTo("mine");
  }

  @Test
  void mustLieOutsideTheHeap() {
    assertThat(TextBuffer.of(text("a")).isDirect()).as("else the container copies it").isTrue();
  }

  private static Message.Text text(String text) {
    return (Message.Text) Message.text(text, null);
  }

  private static String read(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer).toString();
  }
}
