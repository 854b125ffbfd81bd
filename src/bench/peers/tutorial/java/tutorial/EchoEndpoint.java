package tutorial;

import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Sends each message back. */
@ServerEndpoint("/echo")
public class EchoEndpoint {

  @OnMessage
  public String message(String message) {
    return message;
  }

  @OnError
  public void error(Session session, Throwable error) {
    // The close that follows does the rest.
  }
}
