package io.heartwire.endpoint;

import io.heartwire.admission.AdmittedClient;
import jakarta.websocket.CloseReason;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The events of a WebSocket session, the same for the container and the wire. */
interface SessionEvents {

  /**
   * The client has been admitted, and its handshake is not answered yet.
   *
   * @param properties the user properties of its future session
   * @return complete when the handshake may be answered
   */
  CompletionStage<?> admitted(AdmittedClient admitted, Map<String, Object> properties);

  void open(Session session);

  void text(String part, boolean last, Session session);

  void binary(ByteBuffer part, boolean last, Session session);

  void pong(PongMessage pong, Session session);

  void error(Session session, Throwable failure);

  void close(Session session, CloseReason reason);
}
