package io.heartwire.it.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The port of a {@link GatewayServer} at which it ends TLS itself. */
public final class TlsPort {
  private final int port = FreePort.next();
  private final Path directory;

  public TlsPort() {
    this("");
  }

  /**
   * @param overrides of the server's configuration, as those of {@link ServerDirectory#with}
   */
  public TlsPort(String overrides) {
    directory =
        ServerDirectory.with(
            "<featureManager><feature>transportSecurity-1.0</feature></featureManager>"
                + overrides);
  }

  /** What the server's environment has to hold. */
  public Map<String, String> environment() {
    return Map.of(
        ServerDirectory.VARIABLE, directory.toString(), "HTTPS_PORT", Integer.toString(port));
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

  /** Trusts this server. Liberty made its key itself, with a password of the configuration. */
  public SSLContext trusting(GatewayServer server) throws IOException, GeneralSecurityException {
    Properties env = new Properties();
    try (Reader file = Files.newBufferedReader(directory.resolve("servers/heartwire/server.env"))) {
      env.load(file);
    }
    KeyStore keys =
        KeyStore.getInstance(
            server.outputDirectory().resolve("resources/security/key.p12").toFile(),
            env.getProperty("keystore_password").toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
