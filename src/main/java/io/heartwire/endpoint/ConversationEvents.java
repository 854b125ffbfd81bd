package io.heartwire.endpoint;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/**
 * The base of all endpoints: passes a session's events to its conversation. Protocols differ only
 * in how a session begins.
 */
abstract class ConversationEvents implements SessionEvents {
  @Inject private Conversations conversations;

  Conversations conversations() {
    return conversations;
  }

  @Override
  @OnOpen
  public void open(Session session) {
    conversations.open(session, this);
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
    conversations.with(session, conversation -> conversation.pong(pong.getApplicationData()));
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
