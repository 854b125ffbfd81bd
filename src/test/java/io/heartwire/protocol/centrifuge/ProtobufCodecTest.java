package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import heartwire.generated.centrifuge.ClientProtocol;
import io.heartwire.broker.Payload;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtobufCodecTest {

  @Test
  void dataMayBeAnyBytes() {
    byte[] data = {0, (byte) 0xFF, '\n', (byte) 0xC3};
    byte[] frame =
        ClientSide.delimited(
            ClientProtocol.Command.newBuilder()
                .setId(1)
                .setPublish(
                    ClientProtocol.PublishRequest.newBuilder()
                        .setChannel("c")
                        .setData(ByteString.copyFrom(data)))
                .build());

    assertThat(ProtobufCodec.decode(ByteBuffer.wrap(frame)).commands())
        .containsExactly(new Command(1, new Request.Publish("c", Payload.sharing(data))));
  }

  @Test
  void theBufferMustBeTheCallersAgain() {
    byte[] frame = ClientSide.protobuf(new Command(1, new Request.Publish("c", Payload.json("1"))));
    ByteBuffer buffer = ByteBuffer.allocateDirect(frame.length + 3).position(3).put(frame);
    buffer.flip().position(3);

    DecodeResult result = ProtobufCodec.decode(buffer);
    assertThat(buffer.remaining()).isEqualTo(frame.length);
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0xFF);
    }

    assertThat(result.commands())
        .containsExactly(new Command(1, new Request.Publish("c", Payload.json("1"))));
  }

  @Test
  void theKeyMustBeTheChannelOfASubscriptionToRecover() {
    byte[] frame =
        ClientSide.delimited(
            ClientProtocol.Command.newBuilder()
                .setId(1)
                .setConnect(
                    ClientProtocol.ConnectRequest.newBuilder()
                        .putSubs(
                            "a",
                            ClientProtocol.SubscribeRequest.newBuilder().setChannel("b").build()))
                .build());

    Request.Connect connect =
        (Request.Connect) ProtobufCodec.decode(ByteBuffer.wrap(frame)).commands().get(0).request();

    assertThat(connect.subs().get("a")).isEqualTo(Examples.plainSubscribe("a"));
  }

  @Test
  void whatCameBeforeABadCommandMustBeKept() {
    DecodeResult result = ProtobufCodec.decode(ProtobufGoldenTest.frame("00" + "020801" + "01ff"));

    assertThat(result).isInstanceOf(DecodeResult.BadRequest.class);
    assertThat(result.commands())
        .isEqualTo(List.of(Command.PONG, new Command(1, new Request.Unknown())));
    assertThat(((DecodeResult.BadRequest) result).index()).isEqualTo(2);
  }
}
