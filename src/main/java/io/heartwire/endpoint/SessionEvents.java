package io.heartwire.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/** The events of a WebSocket session, as every endpoint takes them. */
interface SessionEvents {

  void open(Session session);

  void text(String part, boolean last, Session session);

  void binary(ByteBuffer part, boolean last, Session session);

  void pong(PongMessage pong, Session session);

  void error(Session session, Throwable failure);

  void close(Session session, CloseReason reason);
}
