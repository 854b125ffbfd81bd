package io.heartwire.endpoint;

import io.heartwire.admission.AdmittedClient;
import io.heartwire.protocol.centrifuge.CentrifugeDialogue;
import io.heartwire.protocol.centrifuge.CentrifugeServices;
import io.heartwire.selftest.Sandbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /connection/websocket}: the official clients of the Centrifuge protocol. */
@Singleton
@ServerEndpoint(
    value = CentrifugeEndpoint.PATH,
    subprotocols = {CentrifugeEndpoint.PROTOBUF, CentrifugeEndpoint.JSON})
@SuppressWarnings("NullAway.Init") // the container injects the rest
public class CentrifugeEndpoint extends ConversationEvents {
  static final String PATH = "/connection/websocket";
  static final String PROTOBUF = "centrifuge-protobuf";
  static final String JSON = "centrifuge-json";

  @Inject private CentrifugeServices services;
  @Inject private Sandbox sandbox;

  /**
   * Does nothing yet: the format that the client has chosen is known only when the session opens.
   */
  @Override
  public CompletionStage<?> admitted(AdmittedClient admitted, Map<String, Object> properties) {
    properties.put(AdmittedClient.ATTRIBUTE, admitted);
    return CompletableFuture.completedStage(null);
  }

  @Override
  @OnOpen
  public void open(Session session) {
    Map<String, Object> properties = session.getUserProperties();
    if (properties.get(AdmittedClient.ATTRIBUTE) instanceof AdmittedClient admitted) {
      boolean isProtobuf =
          PROTOBUF.equals(session.getNegotiatedSubprotocol()) || properties.containsKey(PROTOBUF);
      CentrifugeServices own = admitted.isOwn() ? sandbox.centrifuge() : services;
      CentrifugeDialogue dialogue = new CentrifugeDialogue(admitted.connection(), isProtobuf, own);
      int maxBytes = own.config().mostFrameBytes();
      var unused = conversations().prepare(admitted, dialogue, properties, maxBytes);
    }
    super.open(session);
  }
}
