package io.heartwire.endpoint;

import io.heartwire.protocol.raw.RawDialogue;
import io.heartwire.protocol.raw.RawServices;
import io.heartwire.warmup.ByStage;
import io.heartwire.warmup.Rehearsal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** {@code /ws/{channel}}: any WebSocket client, no library. */
@Singleton
@ServerEndpoint(RawEndpoint.PATH)
@SuppressWarnings("NullAway.Init") // the container calls serve() first
public class RawEndpoint extends ConversationEvents {
  static final String PATH = "/ws/{channel}";

  private ByStage<RawServices> services;

  @Inject
  void serve(RawServices forAll, Rehearsal rehearsal) {
    services = new ByStage<>(forAll, rehearsal.raw());
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
                    services.on(admitted.stage())));
  }
}
