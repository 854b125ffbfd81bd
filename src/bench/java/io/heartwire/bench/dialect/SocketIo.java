package io.heartwire.bench.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;

/** Socket.IO 5 over Engine.IO 4 and WebSocket: one packet per frame. */
final class SocketIo implements Dialect {
  private static final String EVENT = "42[\"";
  private static final int DATA = "42[\"message\",".length();
  private final boolean echo;

  /**
   * @param echo sends the event {@code echo}, which goes back to its sender, and joins nothing
   */
  SocketIo(boolean echo) {
    this.echo = echo;
  }

  @Override
  public String path(String channel) {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public void opened(Session session) {
    // The server speaks first.
  }

  @Override
  public void frame(Session session, byte[] bytes, int from, int to) {
    if (to - from > DATA && bytes[from] == '4' && bytes[from + 1] == '2') {
      event(session, bytes, from, to);
    } else if (bytes[from] == '0') {
      session.send("40");
    } else if (bytes[from] == '2') {
      session.send("3");
    } else if (bytes[from] == '4' && bytes[from + 1] == '0') {
      if (echo) {
        session.ready();
      } else {
        session.send("42[\"join\",\"" + session.channelName() + "\"]");
      }
    } else {
      other(session, new String(bytes, from, to - from, UTF_8));
    }
  }

  private static void event(Session session, byte[] bytes, int from, int to) {
    if (bytes[from + DATA] == '"' && bytes[from + DATA + 1] == '@') {
      session.arrived(bytes, from + DATA, to);
      return;
    }
    int at = Sent.find(bytes, from, to);
    if (at >= 0) {
      session.arrived(bytes, at, to);
    } else {
      other(session, new String(bytes, from, to - from, UTF_8));
    }
  }

  private static void other(Session session, String packet) {
    if (packet.startsWith(EVENT + "joined\"")) {
      session.ready();
    } else if (packet.startsWith("1") || packet.startsWith("41") || packet.startsWith("44")) {
      session.closed("closed or refused: " + packet);
    }
  }

  @Override
  public byte[] publication(String channel, byte[] message) {
    String head = echo ? "42[\"echo\"," : "42[\"publish\",\"" + channel + "\",";
    return (head + new String(message, UTF_8) + "]").getBytes(UTF_8);
  }
}
