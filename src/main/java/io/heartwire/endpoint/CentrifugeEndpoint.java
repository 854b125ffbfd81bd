package io.heartwire.endpoint;

import io.heartwire.admission.Admitted;
import io.heartwire.protocol.centrifuge.CentrifugeDialogue;
import io.heartwire.protocol.centrifuge.CentrifugeServices;
import io.heartwire.warmup.ByStage;
import io.heartwire.warmup.Rehearsal;
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

  /** It says nothing before it knows which format the client has chosen. */
  @Override
  public CompletionStage<?> admitted(Admitted admitted, Map<String, Object> properties) {
    properties.put(Admitted.ATTRIBUTE, admitted);
    return CompletableFuture.completedStage(null);
  }

  @Override
  @OnOpen
  public void open(Session session) {
    Map<String, Object> properties = session.getUserProperties();
    if (properties.get(Admitted.ATTRIBUTE) instanceof Admitted admitted) {
      boolean isProtobuf = PROTOBUF.equals(session.getNegotiatedSubprotocol());
      CentrifugeDialogue dialogue =
          new CentrifugeDialogue(admitted.connection(), isProtobuf, services.on(admitted.stage()));
      var unused = conversations().prepare(admitted, dialogue, properties);
    }
    super.open(session);
  }
}
