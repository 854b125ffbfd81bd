package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a client gets its replies, chosen with its subprotocol.
 *
 * <p>All clients of one encoding may share one message.
 */
enum Encoding {
  /** Text messages, see {@link JsonCodec}. */
  JSON {
    @Override
    Message encode(Reply reply, @Nullable Object topic) {
      return Message.line(JsonCodec.encode(reply), topic);
    }
  },
  /** Binary messages, see {@link ProtobufCodec}. */
  PROTOBUF {
    @Override
    Message encode(Reply reply, @Nullable Object topic) {
      return Message.part(ByteBuffer.wrap(ProtobufCodec.encode(reply)), topic);
    }
  };

  /**
   * The reply as a message of its own.
   *
   * @param topic what the message is the news of, see {@link Message#topic()}
   */
  abstract Message encode(Reply reply, @Nullable Object topic);
}
