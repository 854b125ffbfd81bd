package io.heartwire.endpoint;

import io.heartwire.admission.AdmittedClient;
import io.heartwire.protocol.raw.RawDialogue;
import io.heartwire.protocol.raw.RawServices;
import io.heartwire.selftest.Sandbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code /ws/{channel}}: any WebSocket client, without a client library. */
@Singleton
@ServerEndpoint(RawEndpoint.PATH)
@SuppressWarnings("NullAway.Init") // the container injects the rest
public class RawEndpoint extends ConversationEvents {
  static final String PATH = "/ws/{channel}";

  @Inject private RawServices services;
  @Inject private Sandbox sandbox;

  @Override
  public CompletionStage<?> admitted(AdmittedClient admitted, Map<String, Object> properties) {
    RawDialogue dialogue =
        new RawDialogue(
            admitted.connection(),
            admitted.channel().orElseThrow(),
            admitted.credentials(),
            admitted.isOwn() ? sandbox.raw() : services);
    return conversations().prepare(admitted, dialogue, properties, conversations().maxBytes());
  }
}
