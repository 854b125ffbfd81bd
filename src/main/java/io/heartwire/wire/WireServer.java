package io.heartwire.wire;

import java.util.Optional;

/** Access to the connections below the server's WebSocket container. */
public interface WireServer {

  /**
   * Returns the connection below a session of the container.
   *
   * @param session a Jakarta WebSocket session
   * @return empty if the implementation does not know the server
   * @throws WireUnsupportedException if the server's classes differ from the known version
   */
  Optional<WireSession> find(Object session);
}
