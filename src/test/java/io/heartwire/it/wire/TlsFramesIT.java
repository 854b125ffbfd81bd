package io.heartwire.it.wire;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.TlsPort;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A gateway that ends TLS itself. */
class TlsFramesIT extends FramesContract {
  private static final TlsPort TLS = new TlsPort(Wire.SMALL_SEND_BUFFERS);

  private static GatewayServer server;
  private static SSLContext trust;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> env = Wire.environment();
    env.putAll(TLS.environment());
    server = GatewayServer.start(env);
    TLS.awaitOpen();
    trust = TLS.trusting(server);
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
    return RawSocket.to(TLS.wss(path)).over(trust);
  }

  /** Threads of the server read, and a loop that writes may answer a ping before it echoes. */
  @Override
  public void aPingBetweenMessagesIsAnsweredBetweenTheirEchoes() {}
}
