package io.heartwire.connection;

/** What a {@link Transport} writes: a {@link Message}, or a {@link Ping} between messages. */
public sealed interface Frame permits Message, Frame.Ping {

  /** Asks for a ping control frame; its payload is stamped just before the write. */
  enum Ping implements Frame {
    PING
  }
}
