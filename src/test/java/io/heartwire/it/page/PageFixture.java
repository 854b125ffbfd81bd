package io.heartwire.it.page;

import static org.awaitility.Awaitility.await;

import io.heartwire.it.browser.Browser;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.LongPatience;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * The page at {@code /} in a real browser, against a real gateway: one for all tests of a class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // since classes run side by side
abstract class PageFixture {
  static final Duration SOON = LongPatience.LIMIT;

  private final Map<String, String> env;
  GatewayServer server;
  Browser browser;

  PageFixture() {
    this(Map.of());
  }

  /**
   * @param env of the gateway, on which every client may use all channels without a namespace
   */
  PageFixture(Map<String, String> env) {
    this.env = env;
  }

  @BeforeAll
  void startServer() {
    server = GatewayServer.startOpen(env);
  }

  @AfterAll
  void stopServer() {
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

  URI page() {
    return server.http("/");
  }

  /** Opens the page in a window of its own, where it is visible whatever the others do. */
  PageTab openWindow(URI address) {
    return new PageTab(browser.openWindow(address));
  }

  /** Opens the page in a new tab, in front of the tab that was used last. */
  PageTab openTab(URI address) {
    return new PageTab(browser.openTab(address));
  }

  static PageTab connected(PageTab page) {
    await().atMost(SOON).until(() -> page.phase().equals("connected"));
    return page;
  }

  private int total() {
    Matcher total = Pattern.compile("\"total\":(\\d+)").matcher(server.get("/health/ready"));
    return total.find() ? Integer.parseInt(total.group(1)) : -1;
  }
}
