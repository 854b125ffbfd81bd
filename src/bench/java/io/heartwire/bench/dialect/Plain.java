package io.heartwire.bench.dialect;

import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;

/** The content of a frame is the message; several may be joined by a newline. */
final class Plain implements Dialect {
  private final boolean echo;

  /**
   * @param echo at a path of its own where each message goes back to its sender
   */
  Plain(boolean echo) {
    this.echo = echo;
  }

  @Override
  public String path(String channel) {
    return echo ? "/echo" : "/ws/" + channel;
  }

  @Override
  public void opened(Session session) {
    session.ready();
  }

  @Override
  public void frame(Session session, byte[] bytes, int from, int to) {
    for (int at = from; at < to; at += Sent.LENGTH + 1) {
      session.arrived(bytes, at, to);
    }
  }

  @Override
  public byte[] publication(String channel, byte[] message) {
    return message;
  }
}
