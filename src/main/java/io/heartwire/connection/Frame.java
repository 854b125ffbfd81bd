package io.heartwire.connection;

import java.util.List;

/**
 * What a {@link Transport} writes: a {@link Message}, a {@link Series} of them, or a {@link Ping}
 * in between.
 */
public sealed interface Frame permits Message, Frame.Series, Frame.Ping {
  /**
   * What is joined for one write has at most so many bytes, of payload and of headers in between.
   */
  int MOST_BYTES = 64 * 1024;

  /** Header of a frame whose payload is no longer than that (RFC 6455, section 5.2). */
  int HEADER_BYTES = 4;

  /**
   * Messages that have a frame each and leave in one write. Yielded only to a transport that never
   * blocks.
   */
  record Series(List<Message> messages) implements Frame {}

  /** Asks for a ping control frame; its payload is stamped just before the write. */
  enum Ping implements Frame {
    PING
  }
}
