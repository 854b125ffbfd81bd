package io.heartwire.endpoint;

import io.heartwire.admission.Admitted;
import jakarta.websocket.CloseReason;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The events of a WebSocket session, as every endpoint takes them, whoever reads from the wire. */
interface SessionEvents {

  /**
   * The client has been let in, and its handshake is not answered yet.
   *
   * @param properties that its session will have
   * @return done when the handshake may be answered
   */
  CompletionStage<?> admitted(Admitted admitted, Map<String, Object> properties);

  void open(Session session);

  void text(String part, boolean last, Session session);

  void binary(ByteBuffer part, boolean last, Session session);

  void pong(PongMessage pong, Session session);

  void error(Session session, Throwable failure);

  void close(Session session, CloseReason reason);
}
