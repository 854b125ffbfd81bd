package io.heartwire.protocol.centrifuge;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import heartwire.generated.centrifuge.ClientProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The codec of binary frames, subprotocol {@code centrifuge-protobuf}: a command or a reply is a
 * Protobuf message after its length, and a frame has one or more of them.
 *
 * <p>{@link #decode} accepts any frame, throws nothing, and takes time and memory linear in the
 * frame's length.
 */
final class ProtobufCodec {
  private static final Parser<ClientProtocol.Command> COMMANDS =
      DiscardUnknownFieldsParser.wrap(ClientProtocol.Command.parser());

  private ProtobufCodec() {}

  /** Decodes the commands of a frame; the buffer is not kept. */
  static DecodeResult decode(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.duplicate().get(bytes);
    List<Command> commands = new ArrayList<>(1);
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      while (!in.isAtEnd()) {
        int length = in.readUInt32();
        int from = in.getTotalBytesRead();
        in.skipRawBytes(length);
        commands.add(command(bytes, from, length));
      }
    } catch (MalformedException malformed) {
      return bad(commands, malformed.why());
    } catch (InvalidProtocolBufferException notProtobuf) {
      return bad(commands, String.valueOf(notProtobuf.getMessage()));
    } catch (IOException unexpected) {
      return bad(commands, String.valueOf(unexpected.getMessage()));
    }
    if (commands.isEmpty()) {
      return bad(commands, "no command in the frame");
    }
    return new DecodeResult.Complete(Collections.unmodifiableList(commands));
  }

  /** Encodes the length and the reply. */
  static byte[] encode(Reply reply) {
    ClientProtocol.Reply message = ProtobufReplyWriter.write(reply);
    int length = message.getSerializedSize();
    byte[] bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(length) + length];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32NoTag(length);
      message.writeTo(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static Command command(byte[] bytes, int from, int length)
      throws InvalidProtocolBufferException, MalformedException {
    return length == 0
        ? Command.PONG
        : ProtobufCommandReader.read(COMMANDS.parseFrom(bytes, from, length));
  }

  private static DecodeResult bad(List<Command> before, String why) {
    return new DecodeResult.BadRequest(Collections.unmodifiableList(before), before.size(), why);
  }
}
