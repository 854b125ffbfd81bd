package io.heartwire.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.browser.Browser;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The console of one gateway in a real browser: both are the same for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // since classes run side by side
abstract class ConsoleFixture {
  static final String KEY = "a key for tests";
  private static final String SECRET = "known to the tests and to nobody else, and long enough";

  private final Map<String, String> env;
  GatewayServer server;
  Browser browser;

  /**
   * @param env of the gateway, beside its keys and its name {@code left}
   */
  ConsoleFixture(Map<String, String> env) {
    this.env = new TreeMap<>(env);
    this.env.put("HEARTWIRE_API_KEY", KEY);
    this.env.put("HEARTWIRE_TOKEN_HMAC_SECRET", SECRET);
    this.env.put("HEARTWIRE_NODE_NAME", "left");
  }

  @BeforeAll
  void start() {
    server = GatewayServer.startOpen(env);
    browser = Browser.start();
    // Stays open: a browser ends with its last window.
    browser.openWindow(server.http("/console"));
  }

  @AfterAll
  void stop() {
    browser.close();
    server.close();
  }

  @AfterEach
  void mustNotComplain() {
    assertThat(browser.complaints()).filteredOn(each -> !isOfTheBrowserItself(each)).isEmpty();
  }

  /** Questions that were refused are written there by the browser itself. */
  boolean isOfTheBrowserItself(String complaint) {
    return complaint.contains("Failed to load");
  }

  /** A tab of somebody who may do everything. */
  ConsoleTab operator(String view) {
    return ConsoleTab.signedIn(browser, server, view, KEY);
  }

  /** A token of a user with this role. */
  static String token(String role, int seconds) {
    return Issuer.hmac(SECRET)
        .token(
            "{\"sub\":\"vera\",\"roles\":[\"%s\"],\"exp\":%d}"
                .formatted(role, Instant.now().getEpochSecond() + seconds));
  }
}
