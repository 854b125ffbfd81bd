package io.heartwire.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page without its connection: when it tries again, and when it stays away. */
class PageReconnectIT extends PageFixture {
  /** Longer than the longest wait between two tries. */
  private static final Duration AFTER_A_RECONNECT = Duration.ofSeconds(40);

  @Test
  void mustReconnectByItselfWhenTheServerIsBackAfterAKill() {
    PageTab ann = connected(openWindow(page()));
    PageTab ben = connected(openWindow(page()));
    ann.say("before");
    await().atMost(SOON).until(() -> ben.messages().contains("before"));

    server.kill();

    await().atMost(SOON).until(() -> ann.phase().equals("waiting"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(ann.state()).matches("Reconnecting in \\d+ s \\| Code 1006: .*"));
    await().atMost(SOON).until(() -> ann.text("readiness").equals("Gateway away"));
    assertThat(ann.text("trouble")).isEqualTo("The gateway does not answer.");
    ann.write("written in the dark");
    assertThat(ann.canSend()).isFalse();
    assertThat(ann.text("send-hint")).startsWith("Not connected");

    browser.screenshot("page-reconnecting");

    server.startAgain();

    for (PageTab page : List.of(ann, ben)) {
      await().atMost(AFTER_A_RECONNECT).until(() -> page.phase().equals("connected"));
      await().atMost(SOON).until(() -> page.text("readiness").equals("Gateway ready"));
    }
    assertThat(ann.written()).isEqualTo("written in the dark");
    ann.click("send");
    await().atMost(SOON).until(() -> ben.messages().contains("written in the dark"));
    ben.say("heard");
    await().atMost(SOON).until(() -> ann.messages().contains("heard"));
    assertThat(ann.notes())
        .containsExactly(
            "Code 1006: connection lost", "Connected again. What was said meanwhile is not shown.");
  }

  @Test
  void mustReconnectAtOnceWhenAskedTo() {
    fakeSocketThatCloses(1012, "service restart");
    PageTab page = openWindow(page());
    await().atMost(SOON).until(() -> page.phase().equals("waiting"));
    assertThat(page.state()).contains("Code 1012: the gateway restarts (service restart)");

    // In one go: it tries again by itself soon, and takes the button away then.
    Object phase =
        page.script(
            "window.closeAfterOpen = false; document.getElementById('reconnect-now').click();"
                + "return document.getElementById('state').dataset.phase");

    assertThat(phase).isEqualTo("connecting");
    await().atMost(SOON).until(() -> page.phase().equals("connected"));
    assertThat(page.isShown("reconnect-now")).isFalse();
  }

  @Test
  void mustReconnectAtOnceWhenTheNetworkIsBack() {
    fakeSocketThatCloses(1006, "");
    PageTab page = openWindow(page());
    await().atMost(SOON).until(() -> page.phase().equals("waiting"));

    Object phase =
        page.script(
            "window.closeAfterOpen = false; window.dispatchEvent(new Event('online'));"
                + "return document.getElementById('state').dataset.phase");

    assertThat(phase).isEqualTo("connecting");
    await().atMost(SOON).until(() -> page.phase().equals("connected"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 3500, 3999})
  void mustStayAwayAfterAFinalCloseUntilAskedToReturn(int code) {
    fakeSocketThatCloses(code, "maintenance");
    PageTab page = openWindow(page());
    await().atMost(SOON).until(() -> page.phase().equals("closed"));

    assertThat(page.state()).startsWith("Closed | Code " + code + ": ").contains("maintenance");
    assertThat(page.canSend()).isFalse();
    assertThat(page.text("send-hint")).startsWith("Closed by the gateway");
    browser.screenshot("page-closed");
    page.script("window.dispatchEvent(new Event('online'))");
    await()
        .during(Duration.ofSeconds(2))
        .atMost(SOON)
        .until(() -> page.script("return window.sockets").equals(1L));

    page.script("window.closeAfterOpen = false");
    page.click("reconnect-now");
    await().atMost(SOON).until(() -> page.phase().equals("connected"));
  }

  @Test
  void mustSpreadItsTriesUnderACeilingThatDoubles() {
    PageTab page = connected(openWindow(page()));

    Object waits =
        page.promise(
            "{ const { Backoff } = await import('/heartwire/backoff.js');"
                + " const all = Array.from({ length: 300 }, () => {"
                + "   const b = new Backoff(); return Array.from({ length: 9 }, () => b.next()); });"
                + " return all[0].map((_, i) => { const c = all.map((row) => row[i]);"
                + "   return [Math.min(...c), Math.max(...c)]; }); }");

    long[] ceilings = {1000, 2000, 4000, 8000, 16000, 20000, 20000, 20000, 20000};
    List<?> rows = (List<?>) waits;
    assertThat(rows).hasSize(ceilings.length);
    for (int i = 0; i < ceilings.length; i++) {
      List<?> row = (List<?>) rows.get(i);
      double least = ((Number) row.get(0)).doubleValue();
      double most = ((Number) row.get(1)).doubleValue();
      assertThat(least).isBetween(500.0, 500.0 + ceilings[i] * 0.1);
      assertThat(most).isBetween(ceilings[i] * 0.9, (double) ceilings[i]);
    }
  }

  /** Closes the sockets of pages opened from now on, until a page's closeAfterOpen is false. */
  private void fakeSocketThatCloses(int code, String reason) {
    browser.beforeEveryPage(
        """
        window.sockets = 0;
        window.closeAfterOpen = true;
        window.WebSocket = class {
          static OPEN = 1;
          readyState = 0;
          constructor() {
            window.sockets += 1;
            setTimeout(() => {
              this.readyState = 1;
              this.onopen?.();
              if (window.closeAfterOpen) {
                this.readyState = 3;
                this.onclose?.({ code: %d, reason: "%s" });
              }
            }, 20);
          }
          close() {}
        };
        """
            .formatted(code, reason));
  }
}
