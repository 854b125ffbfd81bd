package io.heartwire.warmup;

import heartwire.generated.centrifuge.ClientProtocol.Command;
import heartwire.generated.centrifuge.ClientProtocol.ConnectRequest;
import heartwire.generated.centrifuge.ClientProtocol.PublishRequest;
import heartwire.generated.centrifuge.ClientProtocol.SubscribeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a client of the warm-up does over one protocol. Immutable.
 *
 * @param path where it connects
 * @param subprotocol what it asks for; empty = nothing
 * @param frames what it says, each answered with at least one frame, as it goes over the wire
 */
record Script(String path, String subprotocol, List<byte[]> frames) {
  private static final String CENTRIFUGE = "/connection/websocket";
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int MOST_BYTES = 125;

  /** One for each protocol, in this channel. */
  static List<Script> of(String channel) {
    return List.of(raw(channel), json(channel), protobuf(channel));
  }

  private static Script raw(String channel) {
    byte[] message = ascii("warming up");
    return new Script("/ws/" + channel, "", List.of(frame(TEXT, message), frame(BINARY, message)));
  }

  private static Script json(String channel) {
    String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}".formatted(channel);
    String publish = "{\"id\":3,\"publish\":{\"channel\":\"%s\",\"data\":{}}}".formatted(channel);
    return new Script(
        CENTRIFUGE,
        "",
        List.of(
            frame(TEXT, ascii("{\"id\":1,\"connect\":{}}")),
            frame(TEXT, ascii(subscribe)),
            frame(TEXT, ascii(publish))));
  }

  private static Script protobuf(String channel) {
    SubscribeRequest.Builder subscribe = SubscribeRequest.newBuilder().setChannel(channel);
    PublishRequest.Builder publish = PublishRequest.newBuilder().setChannel(channel);
    return new Script(
        CENTRIFUGE,
        "centrifuge-protobuf",
        List.of(
            frame(Command.newBuilder().setId(1).setConnect(ConnectRequest.newBuilder())),
            frame(Command.newBuilder().setId(2).setSubscribe(subscribe)),
            frame(Command.newBuilder().setId(3).setPublish(publish))));
  }

  private static byte[] frame(Command.Builder command) {
    ByteArrayOutputStream delimited = new ByteArrayOutputStream();
    try {
      command.build().writeDelimitedTo(delimited);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return frame(BINARY, delimited.toByteArray());
  }

  private static byte[] frame(int opcode, byte[] payload) {
    if (payload.length > MOST_BYTES) {
      throw new IllegalArgumentException("too long for a short frame: " + payload.length);
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(opcode);
    frame.write(MASKED | payload.length);
    frame.writeBytes(new byte[4]); // a mask of zeros leaves the payload as it is
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
