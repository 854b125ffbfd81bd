package tutorial;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends each message to every session of its channel, in the way most tutorials show it. */
@ServerEndpoint("/ws/{channel}")
public class ChannelEndpoint {

  private static final Map<String, Set<Session>> CHANNELS = new ConcurrentHashMap<>();

  @OnOpen
  public void open(Session session, @PathParam("channel") String channel) {
    CHANNELS.computeIfAbsent(channel, name -> ConcurrentHashMap.newKeySet()).add(session);
  }

  @OnMessage
  public void message(String message, @PathParam("channel") String channel) {
    for (Session session : CHANNELS.get(channel)) {
      try {
        // A session takes one send at a time, and two members may publish at once.
        synchronized (session) {
          session.getBasicRemote().sendText(message);
        }
      } catch (IOException | IllegalStateException gone) {
        leave(session, channel);
      }
    }
  }

  @OnClose
  public void leave(Session session, @PathParam("channel") String channel) {
    CHANNELS.get(channel).remove(session);
  }

  @OnError
  public void error(Session session, Throwable error) {
    // The close that follows does the rest.
  }
}
