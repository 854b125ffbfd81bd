package io.heartwire.endpoint;

import io.heartwire.protocol.centrifuge.CentrifugeDialogue;
import io.heartwire.protocol.centrifuge.CentrifugeServices;
import io.heartwire.warmup.ByStage;
import io.heartwire.warmup.Rehearsal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** {@code /connection/websocket}: the official clients of the Centrifuge protocol. */
@Singleton
@ServerEndpoint(
    value = CentrifugeEndpoint.PATH,
    subprotocols = {CentrifugeEndpoint.PROTOBUF, CentrifugeEndpoint.JSON})
@SuppressWarnings("NullAway.Init") // the container calls serve() first
public class CentrifugeEndpoint extends ConversationEvents {
  static final String PATH = "/connection/websocket";
  static final String PROTOBUF = "centrifuge-protobuf";
  static final String JSON = "centrifuge-json";

  private ByStage<CentrifugeServices> services;

  @Inject
  void serve(CentrifugeServices forAll, Rehearsal rehearsal) {
    services = new ByStage<>(forAll, rehearsal.centrifuge());
  }

  @Override
  @OnOpen
  public void open(Session session) {
    boolean isProtobuf = PROTOBUF.equals(session.getNegotiatedSubprotocol());
    conversations()
        .begin(
            session,
            admitted ->
                new CentrifugeDialogue(
                    admitted.connection(), isProtobuf, services.on(admitted.stage())));
  }
}
