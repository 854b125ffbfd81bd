package io.heartwire.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.TlsPort;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway that ends TLS itself: the container's channel is another one there. */
class TlsIT {
  private static final TlsPort TLS = new TlsPort();

  /** Less than an outbox holds: nobody is cut off as slow. */
  private static final int AT_ONCE = 100;

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Map<String, String> env = new TreeMap<>(TLS.environment());
    env.put("HEARTWIRE_LIMIT_BYTES_PER_SECOND", "0");
    env.put("HEARTWIRE_LIMIT_COMMANDS_PER_SECOND", "0");
    server = GatewayServer.startOpen(env);
    TLS.awaitOpen();
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
    HttpClient http = HttpClient.newBuilder().sslContext(TLS.trusting(server)).build();
    return TestClient.connect(http, TLS.wss("/ws/" + channel)).awaitSubscribed();
  }
}
