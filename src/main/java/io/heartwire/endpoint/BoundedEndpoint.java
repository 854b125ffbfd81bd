package io.heartwire.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/**
 * A programmatic endpoint that passes a session's events on, with a limit on the size of frames.
 *
 * <p>Open Liberty does not limit frames for annotated endpoints that take messages in parts: one
 * frame that announces gigabytes would be buffered as it comes in. For programmatic endpoints it
 * refuses such a frame by its header, with 1009.
 */
final class BoundedEndpoint extends Endpoint {
  private final SessionEvents events;
  private final int maxBytes;

  BoundedEndpoint(SessionEvents events, int maxBytes) {
    this.events = events;
    this.maxBytes = maxBytes;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(maxBytes);
    session.setMaxBinaryMessageBufferSize(maxBytes);
    session.setMaxIdleTimeout(
        0); // the heartbeat closes idle connections, since the container does not see all traffic
    // Anonymous classes: the container reads the message type from the generic signature.
    session.addMessageHandler(
        new MessageHandler.Partial<String>() {
          @Override
          public void onMessage(String part, boolean last) {
            events.text(part, last, session);
          }
        });
    session.addMessageHandler(
        new MessageHandler.Partial<ByteBuffer>() {
          @Override
          public void onMessage(ByteBuffer part, boolean last) {
            events.binary(part, last, session);
          }
        });
    session.addMessageHandler(
        new MessageHandler.Whole<PongMessage>() {
          @Override
          public void onMessage(PongMessage pong) {
            events.pong(pong, session);
          }
        });
    events.open(session);
  }

  @Override
  public void onError(Session session, Throwable failure) {
    events.error(session, failure);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    events.close(session, reason);
  }
}
