package io.heartwire.bench.dialect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import heartwire.generated.centrifuge.ClientProtocol.Command;
import heartwire.generated.centrifuge.ClientProtocol.ConnectRequest;
import heartwire.generated.centrifuge.ClientProtocol.PublishRequest;
import heartwire.generated.centrifuge.ClientProtocol.Reply;
import heartwire.generated.centrifuge.ClientProtocol.SubscribeRequest;
import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Centrifuge protocol v2 in Protobuf: each reply has its length as a varint before it. */
final class CentrifugeProtobuf implements Dialect {
  private static final int PUSH_TAG = 4 << 3 | 2;

  @Override
  public String path(String channel) {
    return "/connection/websocket";
  }

  @Override
  public String subprotocol() {
    return "centrifuge-protobuf";
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public void opened(Session session) {
    SubscribeRequest subscribe =
        SubscribeRequest.newBuilder().setChannel(session.channelName()).build();
    session.send(
        frame(
            Command.newBuilder().setId(1).setConnect(ConnectRequest.getDefaultInstance()).build(),
            Command.newBuilder().setId(2).setSubscribe(subscribe).build()));
  }

  @Override
  public void frame(Session session, byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[at++];
        length |= (next & 0x7F) << shift;
        if (next >= 0) {
          break;
        }
      }
      reply(session, bytes, at, at + length);
      at += length;
    }
  }

  private static void reply(Session session, byte[] bytes, int from, int to) {
    if (from == to) {
      session.send(frame(Command.getDefaultInstance())); // a ping
    } else if (bytes[from] == PUSH_TAG) {
      int guess = from + session.hint();
      boolean right = guess + 1 < to && bytes[guess] == '"' && bytes[guess + 1] == '@';
      int at = right ? guess : Sent.find(bytes, from, to);
      if (at >= 0) {
        session.setHint(at - from);
        session.arrived(bytes, at, to);
      }
    } else {
      answer(session, bytes, from, to);
    }
  }

  private static void answer(Session session, byte[] bytes, int from, int to) {
    try {
      Reply reply = Reply.parseFrom(ByteBuffer.wrap(bytes, from, to - from));
      if (reply.hasError()) {
        session.closed("error: " + reply.getError().getMessage());
      } else if (reply.hasSubscribe()) {
        session.ready();
      }
    } catch (InvalidProtocolBufferException e) {
      session.closed("a reply that is not Protobuf: " + e.getMessage());
    }
  }

  @Override
  public byte[] publication(String channel, byte[] message) {
    PublishRequest publish =
        PublishRequest.newBuilder()
            .setChannel(channel)
            .setData(ByteString.copyFrom(message))
            .build();
    return frame(Command.newBuilder().setId(9).setPublish(publish).build());
  }

  private static byte[] frame(MessageLite... commands) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (MessageLite command : commands) {
        command.writeDelimitedTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never: it is memory
    }
    return out.toByteArray();
  }
}
