package io.heartwire.endpoint;

import io.heartwire.admission.AdmittedClient;
import io.heartwire.protocol.stomp.StompDialogue;
import io.heartwire.protocol.stomp.StompServices;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code /stomp}: clients of STOMP. */
@Singleton
@ServerEndpoint(
    value = StompEndpoint.PATH,
    subprotocols = {StompEndpoint.LATEST, StompEndpoint.OLDER})
@SuppressWarnings("NullAway.Init") // the container injects the rest
public class StompEndpoint extends ConversationEvents {
  static final String PATH = "/stomp";
  static final String LATEST = "v12.stomp";
  static final String OLDER = "v11.stomp";

  @Inject private StompServices services;

  /** The version is agreed on in CONNECT, whatever the subprotocol. */
  @Override
  public CompletionStage<?> admitted(AdmittedClient admitted, Map<String, Object> properties) {
    StompDialogue dialogue =
        new StompDialogue(admitted.connection(), admitted.credentials(), services);
    return conversations()
        .prepare(admitted, dialogue, properties, services.config().mostMessageBytes());
  }
}
