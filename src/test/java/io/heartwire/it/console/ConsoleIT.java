package io.heartwire.it.console;

import static io.heartwire.it.console.ConsoleTab.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.centrifuge.NodeTests;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The console of one gateway in a real browser: who gets in, what is seen, and what is done. */
class ConsoleIT extends ConsoleFixture {
  private static final List<String> VIEWS =
      List.of(
          "overview",
          "connections",
          "channels",
          "queues",
          "users",
          "nodes",
          "health",
          "configuration",
          "try");
  private static final Duration UNTIL_BACK = Duration.ofSeconds(40);

  ConsoleIT() {
    super(environment());
  }

  private static Map<String, String> environment() {
    Map<String, String> env = new TreeMap<>(GatewayServer.lanProfile());
    // Long enough to be looked at while stale.
    env.put("HEARTWIRE_HEARTBEAT_MAX_MISSED", "60");
    env.put("HEARTWIRE_CONSOLE_SIGN_INS_BURST", "1000");
    env.put("HEARTWIRE_CHANNEL_DEFAULT_HISTORY_SIZE", "100");
    env.put("HEARTWIRE_CHANNEL_DEFAULT_HISTORY_TTL", "10m");
    env.put("HEARTWIRE_CHANNEL_DEFAULT_PRESENCE", "true");
    return env;
  }

  /** Also those that reached nobody, while the server is away or closes its door. */
  @Override
  boolean isOfTheBrowserItself(String complaint) {
    return super.isOfTheBrowserItself(complaint)
        || complaint.contains("net::ERR")
        || complaint.contains("WebSocket connection to");
  }

  @Test
  void mustCountClientsThatConnectFreezeAndLeave() throws Exception {
    ConsoleTab tab = operator("overview");
    await().atMost(SOON).until(() -> tab.figure("Connections").equals("1"));

    try (TestClient ann = TestClient.connect(server.ws("/ws/lobby"))) {
      await().atMost(SOON).until(() -> tab.figure("Connections").equals("2"));
      try (RawSocket frozen = RawSocket.connect(server.ws("/ws/lobby"))) {
        await().atMost(SOON).until(() -> tab.figure("Connections").equals("3"));
        await().atMost(SOON).until(() -> tab.figure("Stale").equals("1"));
        await().atMost(SOON).until(() -> tab.texts(".problems").toString().contains("stale"));
        frozen.reset();
      }
      await().atMost(SOON).until(() -> tab.figure("Stale").equals("0"));
      assertThat(ann.isClosed()).isFalse();
    }
    await().atMost(SOON).until(() -> tab.figure("Connections").equals("1"));
    tab.closeTab();
  }

  @Test
  void mustDisconnectAClientAndLogWhoDidIt() throws Exception {
    ConsoleTab tab = operator("connections?protocol=raw");
    try (TestClient ann = TestClient.connect(server.ws("/ws/lobby"))) {
      await().atMost(SOON).until(() -> tab.rows().size() == 1);
      tab.find("main .rows a.open").click();
      await().atMost(SOON).until(() -> tab.details().contains("127.0.0.1"));

      tab.press("Disconnect…");
      assertThat(tab.shows("dialog")).isTrue();
      tab.press("Cancel");
      assertThat(ann.isClosed()).isFalse();
      tab.press("Disconnect…");
      tab.press("Disconnect");

      assertThat(ann.closeCode()).isEqualTo(3503);
      await().atMost(SOON).until(() -> tab.toasts().toString().contains("Disconnected"));
      await().atMost(SOON).until(() -> tab.rows().isEmpty());
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                server
                    .log()
                    .lines()
                    .anyMatch(
                        line ->
                            line.contains("\"who\":\"api key\"")
                                && line.contains("\"what\":\"disconnect\"")
                                && line.contains("\"result\":\"done\"")));
    tab.closeTab();
  }

  @Test
  void mustPublishWhatAnotherClientHears() {
    ConsoleTab tab = operator("channels");
    try (TestClient ann = TestClient.subscribe(server.ws("/ws/orders"))) {
      await().atMost(SOON).until(() -> tab.names().contains("orders"));
      tab.go("channels/orders");
      await().atMost(SOON).until(() -> tab.shows("#publish-data"));

      tab.write("#publish-data", "{not json");
      assertThat(tab.text("publish-problem")).startsWith("Not JSON");
      assertThat(tab.find(".publish button").isEnabled()).isFalse();
      tab.write("#publish-data", "{\"state\":\"shipped\"}");
      tab.press("Publish");

      ann.await("{\"state\":\"shipped\"}");
      await().atMost(SOON).until(() -> tab.texts(".history").toString().contains("shipped"));
      tab.press("Remove history…");
      tab.press("Remove");
      await().atMost(SOON).until(() -> tab.details().contains("Nothing kept"));
    }
    tab.closeTab();
  }

  @Test
  void mustSayThatAKeyIsWrongAndKeepNoSecret() {
    ConsoleTab tab = ConsoleTab.open(browser, server.http("/console"));

    tab.signIn("not the key");
    await().atMost(SOON).until(() -> tab.main().contains("not the key of heartwire.api.key"));
    tab.signIn(KEY);
    await().atMost(SOON).until(() -> tab.freshness().equals("Live"));

    assertThat(
            tab.script(
                "return location.href + document.cookie + JSON.stringify(localStorage)"
                    + " + JSON.stringify(sessionStorage)"))
        .asString()
        .doesNotContain(KEY);
    assertThat(tab.script("return document.cookie + localStorage.length")).isEqualTo("0");
    tab.press("Sign out");
    await().atMost(SOON).until(() -> tab.shows("#secret"));
    assertThat(tab.script("return sessionStorage.length")).isEqualTo(0L);
    tab.closeTab();
  }

  @Test
  void viewersMustSeeAndNotAct() {
    ConsoleTab tab =
        ConsoleTab.signedIn(
            browser, server, "connections?protocol=raw", token("heartwire-viewer", 60));
    try (TestClient ann = TestClient.connect(server.ws("/ws/orders"))) {
      await().atMost(SOON).until(() -> tab.rows().size() == 1);
      tab.find("main .rows a.open").click();
      await().atMost(SOON).until(() -> tab.details().contains("127.0.0.1"));
      assertThat(tab.hasButton("Disconnect…")).isFalse();

      tab.go("channels/orders");
      await().atMost(SOON).until(() -> tab.details().contains("subscribers"));
      assertThat(tab.shows("#publish-data")).isFalse();
      assertThat(tab.hasButton("Remove history…")).isFalse();
      assertThat(tab.ask("publish", "{\"channel\":\"orders\",\"data\":1}")).isEqualTo(403L);
      assertThat(ann.isClosed()).isFalse();
    }
    tab.closeTab();
  }

  @Test
  void mustAskToSignInAgainWhenTheSessionHasEnded() {
    ConsoleTab tab = ConsoleTab.open(browser, server.http("/console#/health"));
    await().atMost(SOON).until(() -> tab.shows("#secret"));
    tab.signIn(token("heartwire-operator", 10)); // which begins when the page is there
    await().atMost(SOON).until(() -> tab.main().contains("Your session has ended"));

    tab.signIn(KEY);

    await().atMost(SOON).until(() -> tab.main().contains("connections"));
    assertThat(tab.address()).endsWith("#/health");
    tab.closeTab();
  }

  @Test
  void mustSayThatFiguresAreOldAndComeBackWithTheServer() {
    ConsoleTab tab = operator("overview");

    server.kill();
    await().atMost(SOON).until(() -> tab.freshness().matches("Last figures \\d+ s old"));
    assertThat(tab.texts(".verdict").toString()).contains("The gateway does not answer");
    browser.screenshot("console-server-away");
    server.startAgain();

    await().atMost(UNTIL_BACK).until(() -> tab.freshness().equals("Live"));
    try (TestClient ann = TestClient.connect(server.ws("/ws/lobby"))) {
      await().atMost(SOON).until(() -> tab.figure("Connections").equals("2"));
      assertThat(ann.isClosed()).isFalse();
    }
    tab.closeTab();
  }

  @Test
  void inDevelopmentItMustBeOpenAndGoOnSayingSo() {
    try (GatewayServer development =
        GatewayServer.start(Map.of("HEARTWIRE_CLIENT_INSECURE", "true"))) {
      ConsoleTab tab = ConsoleTab.open(browser, development.http("/console"));
      await().atMost(SOON).until(() -> tab.freshness().equals("Live"));
      assertThat(tab.shows("#development")).isTrue();
      assertThat(tab.texts(".problems").toString()).contains("development mode");

      tab.script("location.reload()");
      await().atMost(SOON).until(() -> tab.freshness().equals("Live"));
      await().atMost(SOON).until(() -> tab.shows("#development"));
      tab.closeTab();
    }
  }

  @Test
  void mustTryAChannelAsAClientWould() {
    ConsoleTab tab = operator("try");
    tab.press("Connect");
    await().atMost(SOON).until(() -> tab.texts(".frames").toString().contains("\"subscribe\":{"));
    tab.press("Send");
    await().atMost(SOON).until(() -> tab.texts(".frames").toString().contains("\"push\":"));
    tab.press("Disconnect");
    await().atMost(SOON).until(() -> tab.texts(".frames").toString().contains("closed, 1000"));
    tab.closeTab();
  }

  @Test
  void mustSayWhyARawClientIsRefusedAndShowNoToken() {
    ConsoleTab tab = operator("try");
    String good = token("heartwire-viewer", 60);
    tab.write("#try-token", good);
    tab.press("Connect");
    await().atMost(SOON).until(() -> tab.texts(".frames").toString().contains("{\"token\":\"…\"}"));
    assertThat(tab.texts(".frames").toString()).doesNotContain(good);
    tab.press("Disconnect");
    await().atMost(SOON).until(() -> tab.texts(".frames").toString().contains("closed, 1000"));

    tab.script(
        "const field = document.querySelector('#try-protocol'); field.value = 'raw';"
            + " field.dispatchEvent(new Event('change'))");
    tab.write("#try-token", "nonsense");
    tab.press("Connect");
    await()
        .atMost(SOON)
        .until(
            () -> tab.texts(".frames").toString().contains("refused, 401: The token is invalid"));
    tab.closeTab();
  }

  @Test
  void everyViewMustFitAndBeAccessibleInLightAndDarkAtAnyWidth() throws IOException {
    ConsoleTab tab = operator("overview");
    Looks looks = new Looks(browser, tab);
    try (TestClient ann = TestClient.subscribe(server.ws("/ws/orders"))) {
      ann.send("{\"state\":\"new\"}");
      for (String view : VIEWS) {
        tab.go(view.equals("channels") ? "channels/orders" : view);
        looks.at(view, "light", 1440);
        looks.at(view, "dark", 390);
      }
      tab.go("overview");
      looks.at("overview", "dark", 1440);
      looks.at("overview", "light", 390);
    }
    browser.colours("dark");
    assertThat(looks.background()).isEqualTo("rgb(18, 19, 21)");
    tab.press("Theme: system");
    assertThat(looks.background()).as("light by choice").isEqualTo("rgb(245, 244, 241)");
    browser.colours("light");
    browser.size(1280, 800, false);
    tab.script("localStorage.clear()");
    tab.closeTab();
  }

  @Test
  void mustLoadNoMoreThan150KilobytesAndNothingFromElsewhere() {
    ConsoleTab tab = operator("overview");

    Object bytes =
        tab.script(
            "return performance.getEntriesByType('resource')"
                + ".filter(({ name }) => /\\.(js|css|svg)$/.test(name))"
                + ".reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"
                + " + performance.getEntriesByType('navigation')[0].encodedBodySize");

    // uPlot alone has 20,000: less would mean that nothing was measured.
    assertThat((long) bytes).isBetween(30_000L, 150 * 1024L);
    assertThat(
            tab.script(
                "return performance.getEntriesByType('resource')"
                    + ".filter(({ name }) => !name.startsWith(location.origin)).length"))
        .as("requests to elsewhere")
        .isEqualTo(0L);
    tab.closeTab();
  }

  @Test
  void modulesMustPassTheirOwnTests() throws Exception {
    NodeTests.run("console/console.test.js", server.http("/"));
  }
}
