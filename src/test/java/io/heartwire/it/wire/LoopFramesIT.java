package io.heartwire.it.wire;

import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.util.Map;

/** A gateway as it ships: event loops read its sockets. */
class LoopFramesIT extends FramesContract {
  @Override
  GatewayServer startServer() {
    Map<String, String> env = Wire.environment();
    env.put(ServerDirectory.VARIABLE, ServerDirectory.with(Wire.SMALL_SEND_BUFFERS).toString());
    return GatewayServer.start(env);
  }
}
