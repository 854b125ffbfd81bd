package io.heartwire.endpoint;

import io.heartwire.protocol.centrifuge.CentrifugeDialogue;
import io.heartwire.protocol.centrifuge.CentrifugeServices;
import io.heartwire.warmup.Rehearsal;
import io.heartwire.warmup.Stage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** {@code /connection/websocket}: the official clients of the Centrifuge protocol. */
@Singleton
@ServerEndpoint(
    value = CentrifugeEndpoint.PATH,
    subprotocols = {CentrifugeEndpoint.PROTOBUF, CentrifugeEndpoint.JSON})
public class CentrifugeEndpoint extends ConversationEvents {
  static final String PATH = "/connection/websocket";
  static final String PROTOBUF = "centrifuge-protobuf";
  static final String JSON = "centrifuge-json";

  private final Map<Stage, CentrifugeServices> services = new EnumMap<>(Stage.class);

  @Inject
  void serve(CentrifugeServices forAll, Rehearsal rehearsal) {
    services.put(Stage.PUBLIC, forAll);
    services.put(Stage.REHEARSAL, rehearsal.centrifuge());
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
                    admitted.connection(),
                    isProtobuf,
                    Objects.requireNonNull(services.get(admitted.stage()))));
  }
}
