package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final Object TOPIC = new Object();

  @Test
  void aReplyMustBecomeATextMessageInJson() {
    Examples.replies()
        .forEach(
            reply ->
                assertThat(Encoding.JSON.encode(reply, TOPIC))
                    .usingRecursiveComparison()
                    .isEqualTo(Message.line(JsonCodec.encode(reply), TOPIC)));
  }

  @Test
  void aReplyMustBecomeABinaryMessageInProtobuf() {
    Examples.replies()
        .forEach(
            reply ->
                assertThat(Encoding.PROTOBUF.encode(reply, TOPIC))
                    .usingRecursiveComparison()
                    .isEqualTo(Message.part(ByteBuffer.wrap(ProtobufCodec.encode(reply)), TOPIC)));
  }

  @Test
  void aReplyNeedNotHaveATopic() {
    for (Encoding encoding : Encoding.values()) {
      assertThat(encoding.encode(new Reply.Ping(), null).topic()).isNull();
    }
  }
}
