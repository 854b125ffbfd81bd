package io.heartwire.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The raw protocol against a running gateway, with clients that know nothing of Heartwire. */
class RawMessagingIT {
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    // Room for a whole burst: the clients share two cores with the server and may lag behind.
    server =
        GatewayServer.startOpen(
            Map.of(
                "HEARTWIRE_CHANNEL_NAMESPACES", "orders,with",
                "HEARTWIRE_CHANNEL_ORDERS_ALLOW_SUBSCRIBE", "true",
                "HEARTWIRE_CHANNEL_WITH_ALLOW_SUBSCRIBE", "true"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void textStaysTextAndReachesTheSenderToo() {
    try (TestClient bob = TestClient.subscribe(server.ws("/ws/text"));
        TestClient ann = TestClient.connect(server.ws("/ws/text"))) {
      ann.send("héllo ✓ 😀");
      await().until(() -> ann.texts().contains("héllo ✓ 😀"));
      await().until(() -> bob.texts().equals(List.of("héllo ✓ 😀")));
    }
  }

  @Test
  void binaryStaysBinary() {
    try (TestClient bob = TestClient.subscribe(server.ws("/ws/binary"));
        TestClient ann = TestClient.connect(server.ws("/ws/binary"))) {
      ann.send(new byte[] {0, -1, 127, -128});
      for (TestClient client : List.of(ann, bob)) {
        await().until(() -> client.binaries().size() == 1);
        assertThat(client.binaries().get(0)).containsExactly(0, -1, 127, -128);
        assertThat(client.texts()).isEmpty();
      }
    }
  }

  @Test
  void aFragmentedMessageArrivesWhole() throws Exception {
    try (TestClient ann = TestClient.subscribe(server.ws("/ws/parts"));
        RawSocket bob = RawSocket.connect(server.ws("/ws/parts"))) {
      bob.send(RawSocket.TEXT, false, "one ".getBytes(StandardCharsets.UTF_8));
      bob.send(RawSocket.PING, true, "between".getBytes(StandardCharsets.UTF_8));
      bob.send(RawSocket.CONTINUATION, false, "two ".getBytes(StandardCharsets.UTF_8));
      bob.send(RawSocket.CONTINUATION, true, "three".getBytes(StandardCharsets.UTF_8));
      await().until(() -> ann.texts().equals(List.of("one two three")));
      assertThat(bob.read(RawSocket.PONG).text()).isEqualTo("between");
    }
  }

  @Test
  void channelsDoNotHearEachOther() {
    try (TestClient ann = TestClient.connect(server.ws("/ws/here"));
        TestClient bob = TestClient.connect(server.ws("/ws/there"))) {
      ann.send("for here");
      bob.send("for there");
      await().until(() -> ann.texts().size() == 1 && bob.texts().size() == 1);
      assertThat(ann.texts()).containsExactly("for here");
      assertThat(bob.texts()).containsExactly("for there");
    }
  }

  @Test
  void twoHundredClientsReceiveEverythingInOneOrder() {
    int messages = 100;
    List<TestClient> clients = TestClient.subscribe(server.ws("/ws/crowd"), 200);
    try {
      List<TestClient> publishers = clients.subList(0, 2);
      Stream<Thread> threads =
          publishers.stream()
              .map(
                  publisher ->
                      new Thread(
                          () ->
                              IntStream.range(0, messages)
                                  .forEach(
                                      i ->
                                          publisher.send(
                                              publishers.indexOf(publisher) + ":" + i))));
      threads.forEach(Thread::start);

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> clients.stream().allMatch(c -> c.texts().size() == 2 * messages));
      List<String> order = clients.get(0).texts();
      assertThat(clients).allSatisfy(client -> assertThat(client.texts()).isEqualTo(order));
      for (int publisher = 0; publisher < 2; publisher++) {
        String own = publisher + ":";
        assertThat(order.stream().filter(text -> text.startsWith(own)))
            .containsExactlyElementsOf(
                IntStream.range(0, messages).mapToObj(i -> own + i).toList());
      }
    } finally {
      clients.forEach(TestClient::close);
    }
  }

  @Test
  void aChannelWithoutSubscribersLeavesNothingBehind() {
    try (TestClient ann = TestClient.connect(server.ws("/ws/short-lived"))) {
      ann.send("anybody?");
      await().until(() -> ann.texts().size() == 1);
    }
    await().until(() -> server.metric("heartwire_channels") == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "orders:42", "A-Z_0.9", "with%3Acolon", "a,b@c$d=e+f!~&*"})
  void goodChannelNamesAreServed(String name) throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/" + name))) {
      assertThat(socket.status()).isEqualTo(101);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "caf%C3%A9", "a%3Fb", "a%00b"})
  void badChannelNamesAreRefusedBeforeTheUpgrade(String name) throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/" + name))) {
      assertThat(socket.status()).isEqualTo(400);
    }
  }

  @Test
  void aChannelOfSomebodyIsForbiddenToAnybodyBeforeTheUpgrade() throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/with%23hash"))) {
      assertThat(socket.status()).isEqualTo(403);
    }
  }

  @Test
  void theLongestNameHas255Characters() throws Exception {
    try (RawSocket longest = RawSocket.connect(server.ws("/ws/" + "n".repeat(255)));
        RawSocket tooLong = RawSocket.connect(server.ws("/ws/" + "n".repeat(256)))) {
      assertThat(longest.status()).isEqualTo(101);
      assertThat(tooLong.status()).isEqualTo(400);
    }
  }

  @Test
  void aPlainRequestIsToldToUpgrade() {
    assertThat(server.status("/ws/lobby")).isEqualTo(426);
    assertThat(server.get("/ws/lobby")).contains("ws://");
  }

  @Test
  void theHandshakeLeavesNoCookie() throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/lobby"))) {
      assertThat(socket.header("Set-Cookie")).isEmpty();
    }
  }

  /** What depends on classes of the container says so once where they are not as we know them. */
  @Test
  void theContainerIsAsWeKnowIt() {
    try (TestClient ann = TestClient.subscribe(server.ws("/ws/known"))) {
      ann.send("hello");
      await().until(() -> ann.texts().contains("hello"));
    }
    assertThat(server.log().lines())
        .noneMatch(line -> line.matches(".* io\\.heartwire\\.endpoint\\.\\S+ +W .*"));
  }
}
