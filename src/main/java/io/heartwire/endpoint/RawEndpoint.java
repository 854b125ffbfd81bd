package io.heartwire.endpoint;

import io.heartwire.protocol.raw.RawDialogue;
import io.heartwire.protocol.raw.RawServices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** {@code /ws/{channel}}: any WebSocket client, no library. */
@ApplicationScoped
@ServerEndpoint(RawEndpoint.PATH)
public class RawEndpoint implements SessionEvents {
  static final String PATH = "/ws/{channel}";

  @Inject private Conversations conversations;
  @Inject private RawServices services;

  @Override
  @OnOpen
  public void open(Session session) {
    conversations.begin(
        session, admitted -> new RawDialogue(admitted.connection(), admitted.channel(), services));
  }

  @Override
  @OnMessage
  public void text(String part, boolean last, Session session) {
    conversations.with(session, conversation -> conversation.text(part, last));
  }

  @Override
  @OnMessage
  public void binary(ByteBuffer part, boolean last, Session session) {
    conversations.with(session, conversation -> conversation.binary(part, last));
  }

  @Override
  @OnMessage
  public void pong(PongMessage pong, Session session) {
    conversations.with(session, conversation -> conversation.pong(pong));
  }

  @Override
  @OnError
  public void error(Session session, Throwable failure) {
    conversations.with(session, conversation -> conversation.failed(failure));
  }

  @Override
  @OnClose
  public void close(Session session, CloseReason reason) {
    conversations.end(session, reason);
  }
}
