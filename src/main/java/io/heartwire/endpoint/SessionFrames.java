package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.wire.FrameListener;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/** Passes messages from the wire to the endpoint, as the container does with its own. */
record SessionFrames(Session session, SessionEvents endpoint, int maxBytes)
    implements FrameListener {

  @Override
  public void text(String message) {
    endpoint.text(message, true, session);
  }

  @Override
  public void binary(ByteBuffer message) {
    endpoint.binary(message, true, session);
  }

  @Override
  public void pong(ByteBuffer payload) {
    endpoint.pong(() -> payload, session);
  }

  @Override
  public void failed(Throwable failure) {
    endpoint.error(session, failure);
  }

  @Override
  public void closed(CloseReason reason) {
    endpoint.close(session, CloseReasons.toContainer(reason));
  }
}
