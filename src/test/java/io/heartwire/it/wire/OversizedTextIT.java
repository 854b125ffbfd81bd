package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.browser.Browser;
import io.heartwire.it.server.GatewayServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/**
 * A browser that sends more than it may. It must learn why the connection ends, although it is
 * still sending when the gateway closes: a reset would throw away what it has not read yet.
 */
class OversizedTextIT {
  private static final int MEGABYTE = 1_000_000;
  private static final long TOO_BIG = 1009;

  private static GatewayServer server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    server = GatewayServer.start(Map.of("HEARTWIRE_CLIENT_INSECURE", "true"));
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    server.close();
  }

  @RepeatedTest(20)
  void chromiumIsToldThatItsMegabyteIsTooBig() {
    Object code =
        browser.evaluate(
            server.http("/health/live"),
            """
            new Promise((resolve) => {
              const [address, text] = given;
              const socket = new WebSocket(address);
              socket.onopen = () => socket.send(text);
              socket.onmessage = () => resolve('a message');
              socket.onclose = ({ code }) => resolve(code);
            })""",
            server.ws("/ws/chromium").toString(),
            RussianText.ofBytes(MEGABYTE));

    assertThat(code).isEqualTo(TOO_BIG);
  }
}
