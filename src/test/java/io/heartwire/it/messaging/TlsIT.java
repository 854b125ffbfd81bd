package io.heartwire.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.FreePort;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway that ends TLS itself: the container's channel is another one there. */
class TlsIT {
  private static final int PORT = FreePort.next();

  /** Less than an outbox holds: nobody is cut off as slow. */
  private static final int AT_ONCE = 100;

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Map.of(
                ServerDirectory.VARIABLE,
                ServerDirectory.with(
                    "<featureManager><feature>transportSecurity-1.0</feature></featureManager>"),
                "HTTPS_PORT",
                Integer.toString(PORT),
                "HEARTWIRE_LIMIT_BYTES_PER_SECOND",
                "0",
                "HEARTWIRE_LIMIT_COMMANDS_PER_SECOND",
                "0"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void messagesOfAllSizesReachEverySubscriberAsTheyWere() throws Exception {
    try (TestClient publisher = connect("sizes");
        TestClient reader = connect("sizes")) {
      List<String> sent =
          IntStream.of(1, 125, 126, 8_191, 16_384, 33_000, 65_000)
              .mapToObj(size -> "ü".repeat(size / 2) + "x".repeat(size % 2))
              .toList();
      sent.forEach(publisher::send);

      await().until(() -> reader.texts().contains(sent.get(sent.size() - 1)));
      assertThat(reader.texts()).containsSubsequence(sent).hasSize(1 + sent.size());
      publisher.send(new byte[] {1, 2, 3});
      await().until(() -> reader.binaries().size() == 1);
      assertThat(reader.binaries().get(0)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void manyMessagesAtOnceArriveInTheirOrder() throws Exception {
    try (TestClient publisher = connect("many");
        TestClient reader = connect("many")) {
      List<String> sent = IntStream.range(0, 2_000).mapToObj(i -> "message " + i).toList();
      for (int i = 0; i < sent.size(); i += AT_ONCE) {
        List<String> some = sent.subList(i, i + AT_ONCE);
        some.forEach(publisher::send);
        String last = some.get(AT_ONCE - 1);
        await()
            .pollInterval(Duration.ofMillis(5))
            .until(() -> publisher.texts().contains(last) && reader.texts().contains(last));
      }

      assertThat(reader.texts()).containsSubsequence(sent).hasSize(1 + sent.size());
      assertThat(server.log()).doesNotContain("of this container cannot");
    }
  }

  private static TestClient connect(String channel) throws Exception {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              new Socket("localhost", PORT).close(); // it may open later than the other port
              return true;
            });
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustingAnyone()}, null);
    HttpClient http = HttpClient.newBuilder().sslContext(trusting).build();
    URI address = URI.create("wss://localhost:" + PORT + "/ws/" + channel);
    return TestClient.connect(http, address).awaitSubscribed();
  }

  /** Liberty has signed its key itself. */
  private static final class TrustingAnyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
