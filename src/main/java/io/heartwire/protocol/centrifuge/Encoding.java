package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a client's replies, chosen by its subprotocol.
 *
 * <p>Clients of one encoding can share an encoded message.
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
   * Encodes the reply as a message.
   *
   * @param topic see {@link Message#topic()}
   */
  abstract Message encode(Reply reply, @Nullable Object topic);
}
