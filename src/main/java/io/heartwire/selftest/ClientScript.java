package io.heartwire.selftest;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What an own client does by protocol: join a channel, publish to it, leave. */
public enum ClientScript {
  /** {@code /ws/{channel}}, where joining is part of the handshake. */
  RAW("/ws/%s", "warming up"),

  /** The Centrifuge protocol in JSON. */
  CENTRIFUGE(
      "/connection/websocket",
      "{\"id\":1,\"connect\":{}}",
      "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}",
      "{\"id\":3,\"publish\":{\"channel\":\"%s\",\"data\":{}}}");

  private final String path;
  private final List<String> messages;

  ClientScript(String path, String... messages) {
    this.path = path;
    this.messages = Arrays.asList(messages);
  }

  String path(String channel) {
    return path.formatted(channel);
  }

  void play(LoopbackClient client, String channel) throws IOException {
    for (String message : messages) {
      client.exchange(message.formatted(channel));
    }
    client.leave();
  }
}
