package io.heartwire.endpoint;

import io.heartwire.admission.Admitted;
import io.heartwire.protocol.raw.RawDialogue;
import io.heartwire.protocol.raw.RawServices;
import io.heartwire.warmup.ByStage;
import io.heartwire.warmup.Rehearsal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Map;
import java.util.concurrent.CompletionStage;

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
  public CompletionStage<?> admitted(Admitted admitted, Map<String, Object> properties) {
    RawDialogue dialogue =
        new RawDialogue(
            admitted.connection(),
            admitted.channel().orElseThrow(),
            admitted.credentials(),
            services.on(admitted.stage()));
    return conversations().prepare(admitted, dialogue, properties);
  }
}
