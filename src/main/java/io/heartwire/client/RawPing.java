package io.heartwire.client;

import java.nio.ByteBuffer;

/** A ping of WebSocket that somebody waits for: its payload is the request's number. */
record RawPing() implements Request.Body {

  @Override
  public boolean offer(SendQueue queue, int id, Runnable taken, Runnable written) {
    return queue.ping(ByteBuffer.allocate(Integer.BYTES).putInt(id).flip(), taken);
  }

  /** The number in a pong, or 0 if it answers no ping of these. */
  static int number(ByteBuffer payload) {
    return payload.remaining() == Integer.BYTES ? payload.getInt(payload.position()) : 0;
  }

  @Override
  public String toString() {
    return "ping";
  }
}
