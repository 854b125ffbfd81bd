package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates the client trusts, in real handshakes. */
class CertificateTest extends ClientFixture {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path folder;
  private HttpsServer secure;

  @AfterEach
  void stop() {
    secure.stop(0);
  }

  @Test
  void aCertificateThatNobodyVouchesForMustEndTheAttempts() throws Exception {
    serve(certificateOf("localhost"));

    assertThat(ended(builderFor(HttpClient.newHttpClient())))
        .isInstanceOfSatisfying(Failure.Tls.class, tls -> assertThat(tls.isCertificate()).isTrue());
    assertThat(recorded.retries()).isEmpty();
  }

  @Test
  void aCertificateOfAnotherNameMustEndTheAttempts() throws Exception {
    KeyStore other = certificateOf("elsewhere.example");
    serve(other);

    assertThat(ended(builderFor(trusting(other))))
        .isInstanceOfSatisfying(Failure.Tls.class, tls -> assertThat(tls.isCertificate()).isTrue());
  }

  @Test
  void aCertificateThatIsTrustedMustLetTheHandshakeThrough() throws Exception {
    KeyStore own = certificateOf("localhost");
    serve(own);

    assertThat(ended(builderFor(trusting(own))))
        .isInstanceOfSatisfying(
            Failure.HttpStatus.class, answer -> assertThat(answer.status()).isEqualTo(401));
  }

  private Failure ended(CentrifugeClient.Builder builder) {
    CentrifugeClient client = client(builder);
    Failure failure = failure(client.connect(), ConnectException.class).failure();
    assertThat(client.state()).isEqualTo(ClientState.DISCONNECTED);
    return failure;
  }

  private CentrifugeClient.Builder builderFor(HttpClient http) {
    URI address = URI.create("wss://localhost:" + secure.getAddress().getPort() + "/ws");
    return recorded.of(HeartwireClient.centrifuge(address).time(time).httpClient(http));
  }

  /** Refuses everybody, with an answer for those whose TLS handshake succeeds. */
  private void serve(KeyStore certificate) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(certificate, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    secure.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    secure.start();
  }

  private static HttpClient trusting(KeyStore certificate) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificate);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** A self-signed certificate, made by keytool. */
  private KeyStore certificateOf(String host) throws Exception {
    Path file = folder.resolve(host + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setKeyEntry(
        "server", store.getKey("server", PASSWORD), PASSWORD, store.getCertificateChain("server"));
    trusted.setCertificateEntry("authority", store.getCertificate("server"));
    return trusted;
  }
}
