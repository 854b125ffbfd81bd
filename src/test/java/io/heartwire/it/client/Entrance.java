package io.heartwire.it.client;

import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.TlsPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Connects clients of all kinds to a gateway, over plain TCP or over TLS that the gateway
 * terminates.
 */
public final class Entrance {
  private final Function<String, URI> address;
  private final HttpClient http;
  private final Function<RawSocketBuilder, RawSocketBuilder> over;

  private Entrance(
      Function<String, URI> address,
      HttpClient http,
      Function<RawSocketBuilder, RawSocketBuilder> over) {
    this.address = address;
    this.http = http;
    this.over = over;
  }

  public static Entrance to(GatewayServer server) {
    return new Entrance(server::ws, HttpClient.newHttpClient(), Function.identity());
  }

  /** Returns when the port is open, which may be later than the server is ready. */
  public static Entrance to(GatewayServer server, TlsPort tls)
      throws IOException, GeneralSecurityException {
    tls.awaitOpen();
    SSLContext trust = tls.trusting(server);
    return new Entrance(
        tls::wss, HttpClient.newBuilder().sslContext(trust).build(), socket -> socket.over(trust));
  }

  public URI address(String path) {
    return address.apply(path);
  }

  /** The HTTP client for the JDK's WebSocket clients. */
  public HttpClient http() {
    return http;
  }

  public TestClient client(String path) {
    return TestClient.connect(http, address(path));
  }

  public RawSocketBuilder socket(String path) {
    return over.apply(RawSocket.to(address(path)));
  }
}
