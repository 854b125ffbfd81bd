package io.heartwire.it.wire;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A gateway whose container reads the frames. */
class PortableFramesIT extends FramesContract {
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = Wire.environment();
    env.put(ServerDirectory.VARIABLE, ServerDirectory.with(Wire.SMALL_SEND_BUFFERS).toString());
    env.put("HEARTWIRE_WIRE", "portable");
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

  /** All that there are; here is the place to strike out what the container has learnt. */
  @Override
  public Set<Shortcoming> shortcomings() {
    return EnumSet.allOf(Shortcoming.class);
  }

  @Override
  public RawSocketBuilder to(String path) {
    return RawSocket.to(server.ws(path));
  }
}
