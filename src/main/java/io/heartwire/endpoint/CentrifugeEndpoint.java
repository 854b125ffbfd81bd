package io.heartwire.endpoint;

import io.heartwire.protocol.centrifuge.CentrifugeDialogue;
import io.heartwire.protocol.centrifuge.CentrifugeServices;
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
public class CentrifugeEndpoint extends ConversationEvents {
  static final String PATH = "/connection/websocket";
  static final String PROTOBUF = "centrifuge-protobuf";
  static final String JSON = "centrifuge-json";

  @Inject private CentrifugeServices services;
  @Inject private Rehearsal rehearsal;

  @Override
  @OnOpen
  public void open(Session session) {
    boolean isProtobuf = PROTOBUF.equals(session.getNegotiatedSubprotocol());
    conversations()
        .begin(
            session,
            admitted ->
                new CentrifugeDialogue(
                    admitted.connection(),
                    isProtobuf,
                    admitted.isRehearsal() ? rehearsal.centrifuge() : services));
  }
}
