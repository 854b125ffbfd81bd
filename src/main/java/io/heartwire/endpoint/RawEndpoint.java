package io.heartwire.endpoint;

import io.heartwire.protocol.raw.RawDialogue;
import io.heartwire.protocol.raw.RawServices;
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

/** {@code /ws/{channel}}: any WebSocket client, no library. */
@Singleton
@ServerEndpoint(RawEndpoint.PATH)
public class RawEndpoint extends ConversationEvents {
  static final String PATH = "/ws/{channel}";

  private final Map<Stage, RawServices> services = new EnumMap<>(Stage.class);

  @Inject
  void serve(RawServices forAll, Rehearsal rehearsal) {
    services.put(Stage.PUBLIC, forAll);
    services.put(Stage.REHEARSAL, rehearsal.raw());
  }

  @Override
  @OnOpen
  public void open(Session session) {
    conversations()
        .begin(
            session,
            admitted ->
                new RawDialogue(
                    admitted.connection(),
                    admitted.channel().orElseThrow(),
                    admitted.credentials(),
                    Objects.requireNonNull(services.get(admitted.stage()))));
  }
}
