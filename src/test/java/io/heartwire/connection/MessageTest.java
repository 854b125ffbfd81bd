package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessageTest {

  @Test
  void theSizeOfATextIsThatOnTheWire() {
    assertThat(Message.text("grün 😀", null).size()).isEqualTo(10);
  }

  @Test
  void aBinaryMessageKeepsItsBytesWhenTheSenderReusesTheBuffer() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 3}).position(1);
    Message message = Message.binary(buffer, "topic");
    buffer.put(1, (byte) 7);

    assertThat(message.size()).isEqualTo(3);
    assertThat(message.topic()).isEqualTo("topic");
    assertThat(((Message.Binary) message).view()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(buffer.position()).as("the sender's buffer is not consumed").isEqualTo(1);
  }

  @Test
  void eachReaderOfABinaryMessageHasAPositionOfItsOwn() {
    Message.Binary message = (Message.Binary) Message.binary(ByteBuffer.allocate(4), null);
    ByteBuffer one = message.view();
    one.position(4);

    assertThat(message.view().remaining()).isEqualTo(4);
    assertThat(message.size()).isEqualTo(4);
  }

  @Test
  void onlyLinesAndPartsMayBeJoinedEachWithItsOwnKind() {
    Message line = Message.line("a", null);
    Message part = Message.part(ByteBuffer.allocate(1), null);

    assertThat(line.joins(Message.line("b", "topic"))).isTrue();
    assertThat(part.joins(Message.part(ByteBuffer.allocate(2), null))).isTrue();
    assertThat(line.joins(part)).isFalse();
    assertThat(part.joins(line)).isFalse();
    assertThat(line.joins(Message.text("b", null))).isFalse();
    assertThat(Message.text("b", null).joins(line)).isFalse();
    assertThat(Message.binary(ByteBuffer.allocate(1), null).joins(part)).isFalse();
  }
}
