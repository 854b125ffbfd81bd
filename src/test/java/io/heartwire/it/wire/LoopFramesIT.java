package io.heartwire.it.wire;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A gateway as it ships: event loops read its sockets. */
class LoopFramesIT extends FramesContract {
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = Wire.environment();
    env.put(ServerDirectory.VARIABLE, ServerDirectory.with(Wire.SMALL_SEND_BUFFERS).toString());
    server = GatewayServer.start(env);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  public GatewayServer server() {
    return server;
  }

  @Override
  public RawSocketBuilder to(String path) {
    return RawSocket.to(server.ws(path));
  }
}
