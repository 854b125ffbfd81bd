package io.heartwire.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.server.GatewayServer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page tells of the gateway. */
class PageStatusIT extends PageFixture {

  @Test
  void mustShowTheCountsChangeAsTabsComeAndGo() {
    PageTab first = connected(openWindow(page()));
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(first)).isEqualTo("1 1 0 0 0"));
    assertThat(first.text("readiness")).isEqualTo("Gateway ready");
    assertThat(first.text("capacity")).isEqualTo("50,000");

    PageTab second = connected(openWindow(page()));
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(second)).isEqualTo("2 2 0 0 0"));
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(first)).isEqualTo("2 2 0 0 0"));

    second.closeTab();
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(first)).isEqualTo("1 1 0 0 0"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void mustWarnWhereEverybodyMayDoEverything() {
    assertThat(connected(openWindow(page())).isShown("insecure")).isFalse();

    try (GatewayServer insecure =
        GatewayServer.start(Map.of("HEARTWIRE_CLIENT_INSECURE", "true"))) {
      PageTab page = connected(openWindow(insecure.http("/")));
      await().atMost(SOON).until(() -> page.isShown("insecure"));
      page.closeTab();
    }
  }

  @Test
  void mustSayWhyTheGatewayIsNotReady() {
    try (GatewayServer small =
        GatewayServer.startOpen(Map.of("HEARTWIRE_POOL_MAX_CONNECTIONS", "1"))) {
      PageTab page = connected(openWindow(small.http("/")));

      await().atMost(SOON).until(() -> page.text("readiness").equals("Gateway not ready"));
      assertThat(page.text("trouble")).startsWith("At capacity");
      await().atMost(SOON).untilAsserted(() -> assertThat(counts(page)).isEqualTo("1 1 0 0 0"));
      PageTab refused = openWindow(small.http("/"));
      await()
          .atMost(SOON)
          .until(() -> refused.state().contains("Refused with 503: The gateway is at capacity"));
      assertThat(refused.phase()).isEqualTo("waiting");
      assertThat(refused.isShown("token")).isFalse();
    }
  }

  @Test
  void mustNotAskForTheHealthWhileTheTabIsHidden() {
    PageTab hidden = connected(openWindow(page()));
    PageTab front = connected(openTab(page()));
    front.script("performance.clearResourceTimings()");
    // Emulated: a headless browser need not tell a tab that another one covers it.
    hidden.script(
        "Object.defineProperty(document, 'hidden', { get: () => window.covered, configurable: true"
            + " });window.covered = true; document.dispatchEvent(new Event('visibilitychange'));");
    await().atMost(SOON).until(() -> questions(front) >= 1);
    hidden.script("performance.clearResourceTimings()");

    await().atMost(SOON).until(() -> questions(front) >= 4);
    assertThat(questions(hidden)).isZero();

    hidden.script("window.covered = false; document.dispatchEvent(new Event('visibilitychange'))");
    await().atMost(SOON).until(() -> questions(hidden) >= 1);
  }

  private static String counts(PageTab page) {
    return Stream.of("total", "live", "stale", "pending", "closing")
        .map(page::text)
        .collect(Collectors.joining(" "));
  }

  private static long questions(PageTab page) {
    return (long)
        page.script(
            "return performance.getEntriesByType('resource')"
                + ".filter((entry) => entry.name.endsWith('/health/ready')).length");
  }
}
