package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.browser.Browser;
import io.heartwire.it.centrifuge.NodeTests;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients of the field that send a long text in fragments, most of them without regard to where a
 * character ends. To each it is one text, and comes back as one.
 */
class FragmentedTextIT {
  private static final int MEGABYTE = 1_000_000;
  private static final int PARTS = 40;

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Map.of(
                "HEARTWIRE_CLIENT_INSECURE", "true",
                "HEARTWIRE_MESSAGE_MAX_BYTES", "2097152",
                "HEARTWIRE_OUTBOX_MAX_BYTES", "8388608"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void gorillaGetsItsTextBackWhole() throws Exception {
    GoTests.run("TestGorillaGetsBackWhole20KilobytesThatItCutsWithinCharacters", server.ws(""));
  }

  @Test
  void theOfficialGoClientGetsItsPublicationBackWhole() throws Exception {
    GoTests.run("TestCentrifugeGetsBackWhole20KilobytesThatItPublishes", server.ws(""));
  }

  @Test
  void nodeGetsItsTextBackWholeWithPingsBetween() throws Exception {
    NodeTests.run("wire/fragments.test.js", server.ws("/ws/node"));
  }

  /** Which cuts between characters only, but within words, and into frames as it likes. */
  @Test
  void theJdkGetsItsPartsBackAsOneTextWithPingsBetween() {
    String part = RussianText.ofBytes(MEGABYTE / PARTS);
    List<String> pings = IntStream.range(1, PARTS).mapToObj(i -> "after part " + i).toList();
    try (TestClient client = TestClient.subscribe(server.ws("/ws/jdk"))) {
      for (String ping : pings) {
        client.sendPart(part, false);
        client.ping(ping);
      }
      client.sendPart(part, true);

      await().until(() -> client.isClosed() || !client.texts().isEmpty());
      assertThat(client.isClosed()).as(client.closeReason()).isFalse();
      boolean isWhole = client.texts().equals(List.of(part.repeat(PARTS)));
      assertThat(isWhole).as("one text, the one that was sent").isTrue();
      await().until(() -> client.pongs().size() == pings.size());
      assertThat(client.pongs()).isEqualTo(pings);
    }
  }

  /** Which cuts what is longer than its buffers into frames of their size. */
  @Test
  void chromiumGetsAMegabyteBackWhole() {
    try (Browser browser = Browser.start()) {
      Object outcome =
          browser.evaluate(
              server.http("/health/live"),
              """
              new Promise((resolve) => {
                const [address, text] = given;
                const socket = new WebSocket(address);
                socket.onopen = () => socket.send(text);
                socket.onmessage = ({ data }) => {
                  resolve(data === text ? 'whole' : `${data.length} characters, not those sent`);
                  socket.close();
                };
                socket.onclose = ({ code, reason }) => resolve(`closed with ${code} ${reason}`);
              })""",
              server.ws("/ws/chromium").toString(),
              RussianText.ofBytes(MEGABYTE));

      assertThat(outcome).isEqualTo("whole");
    }
  }
}
