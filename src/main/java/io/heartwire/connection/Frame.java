package io.heartwire.connection;

import io.heartwire.visibility.Internal;
import java.util.List;

/**
 * What a {@link Transport} writes: a {@link Message}, a {@link Series} of them, or a {@link Ping}
 * in between.
 */
@Internal
public sealed interface Frame permits Message, Frame.Series, Frame.Ping {
  /** The most bytes that are joined for one write, headers between messages included. */
  int MOST_BYTES = 64 * 1024;

  /**
   * The size of a frame header for payloads of up to {@link #MOST_BYTES} (RFC 6455, section 5.2).
   */
  int HEADER_BYTES = 4;

  /**
   * Messages that are written at once, each in a frame of its own. Only a transport that never
   * blocks gets one.
   */
  record Series(List<Message> messages) implements Frame {}

  /** Asks for a ping control frame; its payload is stamped just before the write. */
  enum Ping implements Frame {
    PING
  }
}
