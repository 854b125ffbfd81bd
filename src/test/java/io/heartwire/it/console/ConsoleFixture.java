package io.heartwire.it.console;

import static org.awaitility.Awaitility.await;

import io.heartwire.it.server.GatewayServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The page at {@code /} in a real browser, against a real gateway: one for all tests of a class.
 */
abstract class ConsoleFixture {
  static final Duration SOON = Duration.ofSeconds(10);

  static GatewayServer server;
  Browser browser;

  @BeforeAll
  static void startServer() {
    server = GatewayServer.start(Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startBrowser() {
    if (!server.isAlive()) {
      server.startAgain();
    }
    browser = Browser.start();
  }

  @AfterEach
  void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
    await().atMost(SOON).until(() -> !server.isAlive() || total() == 0);
  }

  static URI page() {
    return server.http("/");
  }

  static ConsolePage connected(ConsolePage page) {
    await().atMost(SOON).until(() -> page.phase().equals("connected"));
    return page;
  }

  private static int total() {
    Matcher total = Pattern.compile("\"total\":(\\d+)").matcher(server.get("/health/ready"));
    return total.find() ? Integer.parseInt(total.group(1)) : -1;
  }
}
