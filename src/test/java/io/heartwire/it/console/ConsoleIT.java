package io.heartwire.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page at work: talking, counting, and how it looks and is guarded. */
class ConsoleIT extends ConsoleFixture {
  @Test
  void mustCarryMessagesBetweenTwoTabsBothWaysAndInOrder() {
    ConsolePage ann = connected(browser.openWindow(page()));
    ConsolePage ben = connected(browser.openTab(page()));

    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      ann.say("ann " + i);
      expected.add("ann " + i);
      await().atMost(SOON).untilAsserted(() -> assertThat(ben.messages()).isEqualTo(expected));
      ben.say("ben " + i);
      expected.add("ben " + i);
      await().atMost(SOON).untilAsserted(() -> assertThat(ann.messages()).isEqualTo(expected));
    }

    assertThat(ben.messages()).isEqualTo(expected);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void mustKeepTheOrderOfABurst() {
    ConsolePage ann = connected(browser.openWindow(page()));
    ConsolePage ben = connected(browser.openWindow(page()));
    List<String> burst = IntStream.rangeClosed(1, 200).mapToObj(i -> "n" + i).toList();

    say(ann, burst);

    await().atMost(SOON).untilAsserted(() -> assertThat(ben.messages()).isEqualTo(burst));
    await().atMost(SOON).untilAsserted(() -> assertThat(ann.messages()).isEqualTo(burst));
  }

  @Test
  void mustKeepTheNewest500Messages() {
    ConsolePage page = connected(browser.openWindow(page()));

    // In portions that an outbox holds: a publisher gets its own messages back.
    for (int sent = 0; sent < 620; sent += 62) {
      say(page, IntStream.rangeClosed(sent + 1, sent + 62).mapToObj(i -> "n" + i).toList());
      String soFar = (sent + 62) + " messages";
      await().atMost(SOON).until(() -> page.text("tally").startsWith(soFar));
    }

    assertThat(page.messages()).hasSize(500).startsWith("n121").endsWith("n620");
  }

  @Test
  void mustShowTheCountsChangeAsTabsComeAndGo() {
    ConsolePage first = connected(browser.openWindow(page()));
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(first)).isEqualTo("1 1 0 0 0"));
    assertThat(first.text("readiness")).isEqualTo("Gateway ready");
    assertThat(first.text("capacity")).isEqualTo("50,000");

    ConsolePage second = connected(browser.openWindow(page()));
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(second)).isEqualTo("2 2 0 0 0"));
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(first)).isEqualTo("2 2 0 0 0"));

    second.closeTab();
    await().atMost(SOON).untilAsserted(() -> assertThat(counts(first)).isEqualTo("1 1 0 0 0"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void mustShowMarkupAsText() {
    ConsolePage page = connected(browser.openWindow(page()));
    String markup =
        "<img src=x onerror=\"document.title='owned'\"><b>bold</b> &amp; <script>1</script>";

    page.say(markup);

    await().atMost(SOON).untilAsserted(() -> assertThat(page.messages()).containsExactly(markup));
    assertThat(page.script("return document.querySelectorAll('#messages img, #messages b').length"))
        .isEqualTo(0L);
    assertThat(page.script("return document.title")).isEqualTo("lobby · Heartwire");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void mustShowABinaryMessageByItsSize() {
    ConsolePage page = connected(browser.openWindow(page()));

    page.script(
        "const socket = new WebSocket(`ws://${location.host}/ws/lobby`);"
            + "socket.onopen = () => { socket.send(new Uint8Array(2048)); socket.close(); };");

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(page.messages()).containsExactly("binary, 2,048 bytes"));
  }

  @Test
  void mustKeepChannelsApartWhateverTheirNames() {
    String odd = "a:b,c.d-E_9";
    ConsolePage ann = connected(browser.openWindow(page()));
    ConsolePage ben = connected(browser.openWindow(page()));
    ann.join(odd);
    await().atMost(SOON).until(() -> ann.state().startsWith("Connected to " + odd));
    ConsolePage cat =
        connected(browser.openWindow(URI.create(page() + "?channel=a%3Ab%2Cc.d-E_9")));

    ben.say("in the lobby");
    await().atMost(SOON).until(() -> ben.messages().contains("in the lobby"));
    ann.say("elsewhere");

    await().atMost(SOON).until(() -> cat.messages().contains("elsewhere"));
    assertThat(ann.messages()).containsExactly("elsewhere");
    assertThat(ben.messages()).containsExactly("in the lobby");
    assertThat(ann.script("return location.search")).isEqualTo("?channel=a%3Ab%2Cc.d-E_9");
  }

  @Test
  void mustRefuseANameThatIsNone() {
    ConsolePage page = connected(browser.openWindow(page()));

    for (String name : List.of("two words", "ä", "a/b", "..", "%41")) {
      page.join(name);

      assertThat(page.script("return document.getElementById('channel').validationMessage"))
          .as(name)
          .asString()
          .isNotEmpty();
      assertThat(page.state()).startsWith("Connected to lobby");
    }
  }

  @Test
  void mustNotAskForTheHealthWhileTheTabIsHidden() {
    ConsolePage hidden = connected(browser.openWindow(page()));
    ConsolePage front = connected(browser.openTab(page()));
    front.script("performance.clearResourceTimings()");
    // Emulated: a headless browser need not tell a tab that another one covers it.
    hidden.script(
        "Object.defineProperty(document, 'hidden', { get: () => window.covered, configurable: true });"
            + "window.covered = true; document.dispatchEvent(new Event('visibilitychange'));");
    await().atMost(SOON).until(() -> questions(front) >= 1);
    hidden.script("performance.clearResourceTimings()");

    await().atMost(SOON).until(() -> questions(front) >= 4);
    assertThat(questions(hidden)).isZero();

    hidden.script("window.covered = false; document.dispatchEvent(new Event('visibilitychange'))");
    await().atMost(SOON).until(() -> questions(hidden) >= 1);
  }

  @Test
  void mustSayWhyTheGatewayIsNotReady() {
    try (GatewayServer small = GatewayServer.start(Map.of("HEARTWIRE_POOL_MAX_CONNECTIONS", "1"))) {
      ConsolePage page = connected(browser.openWindow(small.http("/")));

      await().atMost(SOON).until(() -> page.text("readiness").equals("Gateway not ready"));
      assertThat(page.text("trouble")).startsWith("At capacity");
      await().atMost(SOON).untilAsserted(() -> assertThat(counts(page)).isEqualTo("1 1 0 0 0"));
      ConsolePage refused = browser.openWindow(small.http("/"));
      await().atMost(SOON).until(() -> refused.phase().equals("waiting"));
      assertThat(refused.state()).contains("no answer, or refused before the upgrade");
    }
  }

  @Test
  void mustSendAStrictPolicyWithThePageAndNothingElse() throws Exception {
    for (String path : List.of("/", "/?channel=a%23b", "/index.html", "/console/app.js")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'; ")
          .contains("script-src 'self'; ", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "*", "ws:", "http:", "data:");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }
    for (String path : List.of("/ws/lobby", "/health/ready")) {
      assertThat(get(path).headers().map()).doesNotContainKey("Content-Security-Policy");
    }
  }

  @Test
  void mustNeitherParseMarkupNorReachAnotherHost() {
    ConsolePage page = connected(browser.openWindow(page()));

    page.script(
        "window.broken = [];"
            + "document.addEventListener('securitypolicyviolation',"
            + "  (event) => window.broken.push(event.effectiveDirective));"
            + "const attempt = (act) => { try { act(); } catch { /* as it must be */ } };"
            + "attempt(() => document.body.setAttribute('onclick', 'window.owned = true'));"
            + "attempt(() => { document.body.innerHTML = '<b>x</b>'; });"
            + "attempt(() => { new Image().src = 'http://127.0.0.2/elsewhere'; });"
            + "attempt(() => { new WebSocket('ws://127.0.0.2/elsewhere'); });");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(page.script("return window.broken.join(' ')"))
                    .asString()
                    .contains("require-trusted-types-for", "img-src", "connect-src"));
    assertThat(page.state()).startsWith("Connected to lobby");
  }

  @Test
  void mustFitWideAndNarrowWindowsInLightAndDark() {
    ConsolePage ann = connected(browser.openWindow(page()));
    browser.size(1280, 800, false);
    browser.colours("light");
    browser.screenshot("console-empty");
    for (String text :
        List.of(
            "Good morning. Is the new gateway up?",
            "Up since nine, all probes green.",
            "{\"order\":42,\"state\":\"shipped\",\"eta\":\"2026-03-01T10:00:00Z\"}",
            "A longer message, to see how a paragraph wraps when somebody has more to say than"
                + " fits on one line of the page.",
            "a".repeat(300))) {
      ann.say(text);
    }
    await().atMost(SOON).until(() -> ann.messages().size() == 5);
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      for (int[] size : new int[][] {{1280, 800}, {768, 1024}, {390, 844}, {320, 640}}) {
        browser.size(size[0], size[1], size[0] < 600);
        await().atMost(SOON).until(() -> ann.script("return innerWidth").equals((long) size[0]));
        assertThat(ann.script("return document.documentElement.scrollWidth <= innerWidth"))
            .as("no sideways scrolling at a width of %d", size[0])
            .isEqualTo(true);
        browser.screenshot("console-" + scheme + "-" + size[0]);
      }
    }
  }

  /** Types and sends all of these at once, faster than a person or a driver could. */
  private static void say(ConsolePage page, List<String> texts) {
    page.script(
        "const [field, form] = ['text', 'composer'].map((id) => document.getElementById(id));"
            + "for (const text of arguments[0]) { field.value = text; form.requestSubmit(); }",
        texts);
  }

  private static String counts(ConsolePage page) {
    return Stream.of("total", "live", "stale", "pending", "closing")
        .map(page::text)
        .collect(Collectors.joining(" "));
  }

  private static long questions(ConsolePage page) {
    return (long)
        page.script(
            "return performance.getEntriesByType('resource')"
                + ".filter((entry) => entry.name.endsWith('/health/ready')).length");
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(server.http(path)).version(HttpClient.Version.HTTP_1_1).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
