package io.heartwire.it.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.market.Prices;
import com.example.market.SlowDoorkeeper;
import com.example.market.Stamp;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The library in applications of all kinds: what was theirs works as before, and realtime besides.
 */
class EmbeddingIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String KEY = "open-sesame";

  /**
   * What these applications need, and archives without beans.xml as servers have them by default.
   */
  private static final String SERVER =
      "<featureManager><feature>restfulWS-4.0</feature></featureManager>"
          + "<cdi enableImplicitBeanArchives='true'/>";

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    Path user = ServerDirectory.withApplications(SERVER, Applications.all());
    server =
        GatewayServer.startOpen(
            Map.of(
                ServerDirectory.VARIABLE,
                user.toString(),
                "HEARTWIRE_API_KEY",
                KEY,
                "HEARTWIRE_DRAIN_ON_STOP",
                "true",
                "HEARTWIRE_WARMUP_DURATION",
                "1s"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void restOfTheApplicationAnswersAsBefore(Applications application) throws Exception {
    HttpResponse<String> prices = get(application.restAt("/prices"));
    HttpResponse<String> none = get(application.restAt("/prices/none"));
    HttpResponse<String> unknown = get(application.restAt("/unheard-of"));

    assertThat(prices.statusCode()).isEqualTo(200);
    assertThat(prices.body()).isEqualTo(Prices.ALL);
    assertThat(prices.headers().firstValue("X-Content-Type-Options")).isEmpty();
    assertThat(none.statusCode()).isEqualTo(410);
    assertThat(none.body()).isEqualTo("sold out");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).doesNotContain("\"error\"");
  }

  @ParameterizedTest
  @EnumSource
  void filterOfTheApplicationSeesItsRequestsAndNoHandshake(Applications application)
      throws Exception {
    assertThat(get(application.restAt("/prices")).headers().firstValue(Stamp.HEADER))
        .contains("open");
    try (TestClient client = TestClient.connect(server.ws(application.at("/ws/orders")))) {
      client.awaitSubscribed();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPLETE")
  void restOfTheApplicationPublishesToClientsOfBothProtocols(Applications application)
      throws Exception {
    try (TestClient raw = TestClient.subscribe(server.ws(application.at("/ws/orders")));
        JsonClient json =
            JsonClient.connect(server.ws(application.at("/connection/websocket")), "{}")) {
      assertThat(json.subscribe("orders")).contains("\"subscribe\":");

      assertThat(post(application.restAt("/orders"), "apples", "").body()).isEqualTo("ordered");

      raw.await("\"apples\"");
      await().until(() -> json.pushes().size() == 1);
      assertThat(json.pushes().get(0)).contains("\"data\":\"apples\"");
      assertThat(json.rpc("price", "{}")).contains("\"data\":3");
    }
  }

  @Test
  void handshakeMayWaitForABeanThoughAFilterOnEveryPathCouldNot() throws Exception {
    String slow = Applications.ROOT.at("/ws/" + SlowDoorkeeper.SLOW);
    String publication = "{\"channel\":\"" + SlowDoorkeeper.SLOW + "\",\"data\":\"at last\"}";
    try (TestClient client = TestClient.connect(server.ws(slow))) {
      assertThat(post(Applications.ROOT.at("/api/publish"), publication, KEY).statusCode())
          .isEqualTo(200);
      client.await("\"at last\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void webSocketOfTheApplicationIsServedAsBefore(Applications application) {
    try (TestClient client = TestClient.connect(server.ws(application.at("/notes")))) {
      client.send("milk");
      client.await("noted: milk");
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverApiIsAtItsPathAndNowhereElse(Applications application) throws Exception {
    String publication = "{\"channel\":\"orders\",\"data\":\"by back end\"}";
    try (TestClient raw = TestClient.subscribe(server.ws(application.at("/ws/orders")))) {
      HttpResponse<String> answer = post(application.at("/api/publish"), publication, KEY);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"result\":{}}");
      raw.await("\"by back end\"");
    }
    assertThat(post(application.at("/app/info"), "{}", KEY).statusCode()).isNotEqualTo(200);
    assertThat(post(application.at("/info"), "{}", KEY).statusCode()).isNotEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheKeyTheApiIsTheApplicationsWhereItHasOne(Applications application)
      throws Exception {
    HttpResponse<String> none = post(application.at("/api/publish"), "{}", "");
    HttpResponse<String> wrong = post(application.at("/api/publish"), "{}", "wrong");

    int expected = application.servesApi() ? 404 : 401;
    assertThat(none.statusCode()).isEqualTo(expected);
    assertThat(wrong.statusCode()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void firstPageIsTheApplicationsAndHeartwiresHasAnAddressOfItsOwn(Applications application)
      throws Exception {
    HttpResponse<String> page = get(application.at("/heartwire"));

    assertThat(get(application.at("/")).body().contains(Applications.INDEX))
        .isEqualTo(application.showsIndex());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("src=\"heartwire/app.js\"");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(get(application.at("/heartwire/hold")).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void partsOfThePageAreServed(Applications application) throws Exception {
    for (String part : List.of("app.js", "theme.css", "favicon.svg")) {
      assertThat(get(application.at("/heartwire/" + part)).statusCode()).as(part).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void consoleIsAtItsPathAndClosedToStrangers(Applications application) throws Exception {
    HttpResponse<String> withSlash = get(application.at("/console/"));

    assertThat(withSlash.statusCode()).isEqualTo(302);
    assertThat(withSlash.headers().firstValue("Location")).contains("../console");
    assertThat(console(application, "access").body()).contains("\"mode\"");
    assertThat(console(application, "overview").statusCode()).isEqualTo(401);
  }

  private static HttpResponse<String> console(Applications application, String name)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(server.http(application.at("/console/data/" + name)))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource
  void everyApplicationHasMetricsOfItsOwn(Applications application) throws Exception {
    HttpResponse<String> metrics = get(application.at("/metrics"));

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).contains("heartwire_connections_capacity", "jvm_threads_current");
  }

  @Test
  void everyApplicationHasFoundItselfAtItsContextRootAndIsWarm() {
    String health = server.get("/health/ready");

    assertThat(health.split("\"state\":\"warm\"", -1)).as(health).hasSize(1 + 5);
  }

  @ParameterizedTest
  @EnumSource
  void stopOfTheServerIsHeldThoughAFilterOnEveryPathCouldNotWait(Applications application) {
    await()
        .untilAsserted(
            () ->
                assertThat(get(application.at("/metrics")).body())
                    .contains("heartwire_drain_on_stop 1.0"));
  }

  @Test
  void nothingGoesWrongOnTheWay() {
    assertThat(server.log())
        .doesNotContain("Nothing reads these settings")
        .doesNotContain("InvalidConfigurationException")
        .doesNotContainPattern("WELD-(?!000900)") // which says Weld's version
        .doesNotContainPattern("(?m)^.* E [A-Z]{4,5}\\d{4}E: ");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(server.http(path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String body, String key) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.http(path)).POST(BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("X-API-Key", key);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
