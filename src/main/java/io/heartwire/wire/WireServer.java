package io.heartwire.wire;

import java.util.Optional;

/** The server that the gateway runs on, as far as it lets us below its WebSocket container. */
public interface WireServer {

  /**
   * What is below a session of the container.
   *
   * @param session of Jakarta WebSocket
   * @return empty if the server is another one
   * @throws WireUnsupportedException if the server is not as it is known
   */
  Optional<WireSession> find(Object session);
}
