package io.heartwire.it.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The port at which a {@link GatewayServer} terminates TLS itself. */
public final class TlsPort {
  private static final String PASSWORD = "of-this-test";

  private final int port = FreePort.next();
  private final Path directory;

  public TlsPort() {
    this("");
  }

  /**
   * @param overrides overrides of the server's configuration, as in {@link ServerDirectory#with}
   */
  public TlsPort(String overrides) {
    directory = ServerDirectory.with(overrides);
  }

  /** The variables for the server's environment. */
  public Map<String, String> environment() {
    return Map.of(
        ServerDirectory.VARIABLE,
        directory.toString(),
        "HTTPS_PORT",
        Integer.toString(port),
        "keystore_password",
        PASSWORD);
  }

  /** Returns when the port is open, which may be later than the server is ready. */
  public void awaitOpen() {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              new Socket("localhost", port).close();
              return true;
            });
  }

  public URI wss(String path) {
    return URI.create("wss://localhost:" + port + path);
  }

  /** Returns a context that trusts this server, whose key Liberty has generated. */
  public SSLContext trusting(GatewayServer server) throws IOException, GeneralSecurityException {
    KeyStore keys =
        KeyStore.getInstance(
            server.outputDirectory().resolve("resources/security/key.p12").toFile(),
            PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
