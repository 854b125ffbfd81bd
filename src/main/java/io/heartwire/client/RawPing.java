package io.heartwire.client;

import java.nio.ByteBuffer;

/** A WebSocket ping as a request; its payload is the request's id. */
record RawPing() implements ClientRequest.Body {

  @Override
  public boolean offer(SendQueue queue, int id, Runnable taken, Runnable written) {
    return queue.ping(ByteBuffer.allocate(Integer.BYTES).putInt(id).flip(), taken);
  }

  /** The request's id in a pong, or 0 if the pong answers no such ping. */
  static int id(ByteBuffer payload) {
    return payload.remaining() == Integer.BYTES ? payload.getInt(payload.position()) : 0;
  }

  @Override
  public String toString() {
    return "ping";
  }
}
