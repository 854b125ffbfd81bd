package io.heartwire.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The page at work: where it leads, how it is guarded, and how it looks. */
class PageIT extends PageFixture {
  private static final String MANUAL = "/heartwire/manual/";

  @Test
  void mustLeadToTheConsole() {
    PageTab page = connected(openWindow(page()));

    page.click("console");

    await()
        .atMost(SOON)
        .until(() -> page.script("return document.title").toString().contains("console"));
    assertThat(page.script("return location.pathname")).isEqualTo("/console");
    await()
        .atMost(SOON)
        .until(() -> page.texts("main").toString().contains("The console is closed"));
  }

  @Test
  void mustLeadToTheDocumentationWhoseLinksAllWork() throws Exception {
    PageTab page = connected(openWindow(page()));

    page.click("docs");

    await().atMost(SOON).until(() -> page.script("return location.pathname").equals(MANUAL));
    await().atMost(SOON).until(() -> page.texts("main h1").toString().contains("Heartwire"));
    assertThat(browser.complaints()).isEmpty();
    ManualCrawler crawler = new ManualCrawler(server.http(MANUAL));
    assertThat(crawler.brokenLinks()).isEmpty();
    assertThat(crawler.titles()).hasSizeGreaterThan(20).contains("Console", "Configuration");
    assertThat(get("/heartwire/manual").headers().firstValue("Location").orElseThrow())
        .endsWith("manual/");
    assertThat(server.status("/heartwire/manual/docs/console.md")).isEqualTo(404);
    assertThat(server.get("/heartwire/manual/k8s/base/ports.xml")).contains("in the sources");
  }

  @Test
  void mustSendAStrictPolicyWithThePageAndNothingElse() throws Exception {
    for (String path : List.of("/", "/?channel=a%23b", "/index.html", "/heartwire/app.js")) {
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
    PageTab page = connected(openWindow(page()));

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
  void mustCompressForThoseWhoTakeIt() throws Exception {
    for (String taken : List.of("gzip", "deflate, gzip;q=0.5", "br, GZIP")) {
      HttpResponse<byte[]> answer = script(taken);
      assertThat(answer.headers().firstValue("Content-Encoding")).as(taken).contains("gzip");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
          .isEqualTo(script("identity").body());
    }
    for (String refused : List.of("identity", "gzip;q=0", "gzip;q=0.000, br", "xgzip")) {
      assertThat(script(refused).headers().firstValue("Content-Encoding")).as(refused).isEmpty();
    }
    assertThat(script("identity").headers().firstValue("Vary")).contains("Accept-Encoding");
  }

  @Test
  void mustFitWideAndNarrowWindowsInLightAndDark() {
    PageTab ann = connected(openWindow(page()));
    browser.size(1280, 800, false);
    browser.colours("light");
    browser.screenshot("page-empty");
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
        browser.screenshot("page-" + scheme + "-" + size[0]);
      }
    }
  }

  private HttpResponse<byte[]> script(String encoding) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(server.http("/heartwire/app.js"))
                .header("Accept-Encoding", encoding)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(server.http(path)).version(HttpClient.Version.HTTP_1_1).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
