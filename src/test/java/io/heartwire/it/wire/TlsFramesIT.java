package io.heartwire.it.wire;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.TlsPort;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A gateway that ends TLS itself. */
class TlsFramesIT extends FramesContract {
  private static final TlsPort TLS = new TlsPort(Wire.SMALL_SEND_BUFFERS);

  private static SSLContext trust;

  @Override
  GatewayServer startServer() throws Exception {
    Map<String, String> env = Wire.environment();
    env.putAll(TLS.environment());
    GatewayServer server = GatewayServer.start(env);
    TLS.awaitOpen();
    trust = TLS.trusting(server);
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
