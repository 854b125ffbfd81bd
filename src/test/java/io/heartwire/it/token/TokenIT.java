package io.heartwire.it.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.heartwire.it.centrifuge.NodeTests;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.KeyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A gateway that lets nobody in without a token, with keys from a server that fails twice before it
 * answers, and a secret besides.
 */
class TokenIT {
  private static final String SECRET = "known to the tests and to nobody else, and long enough";
  private static final String API_KEY = "open-sesame";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Issuer FIRST = Issuer.of("ES256").named("first");
  private static final Issuer SECOND = Issuer.of("EdDSA").named("second");
  private static final Issuer SHARED = Issuer.hmac(SECRET);

  /** All that were made, to be looked for where they must not be. */
  private static final List<String> MADE = new CopyOnWriteArrayList<>();

  private static KeyServer keys;
  private static GatewayServer server;

  /** It came with a token of a few seconds and never refreshes it. */
  private static TestClient forgetful;

  @BeforeAll
  static void start() throws IOException {
    keys = new KeyServer();
    AtomicInteger failing = new AtomicInteger(2);
    keys.answers(
        exchange -> {
          boolean fails = failing.getAndDecrement() > 0;
          KeyServer.with(fails ? 500 : 200, fails ? "" : Issuer.set(FIRST)).give(exchange);
        });
    Map<String, String> env = new TreeMap<>();
    env.put("HEARTWIRE_TOKEN_REQUIRED", "true");
    env.put("HEARTWIRE_TOKEN_HMAC_SECRET", SECRET);
    env.put("HEARTWIRE_TOKEN_JWKS_URL", keys.url().toString());
    env.put("HEARTWIRE_TOKEN_JWKS_COOLDOWN", "100ms");
    env.put("HEARTWIRE_CLIENT_EXPIRED_GRACE", "3s");
    env.put("HEARTWIRE_CHANNEL_NAMESPACES", "closed,users");
    env.put("HEARTWIRE_CHANNEL_CLOSED_ALLOW_SUBSCRIBE", "false");
    env.put("HEARTWIRE_CHANNEL_USERS_ALLOW_SUBSCRIBE", "users");
    env.put("HEARTWIRE_API_KEY", API_KEY);
    server = GatewayServer.start(env);
    forgetful = TestClient.connect(server.ws("/connection/websocket"));
    forgetful.send("{\"id\":1,\"connect\":{\"token\":\"" + ann(6) + "\"}}");
  }

  /** Also what the tests before have done is in the logs by now. */
  @AfterAll
  static void stopAndLookForTokens() throws IOException {
    forgetful.close();
    List<String> logs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(server.outputDirectory().getParent())) {
      for (Path file : files.filter(TokenIT::isLog).toList()) {
        String text = Files.readString(file, ISO_8859_1);
        logs.add(text);
        assertThat(MADE)
            .as("tokens in %s", file)
            .noneMatch(token -> text.contains(secretOf(token)));
        assertThat(text).doesNotContain(SECRET);
      }
    }
    assertThat(logs)
        .as("where one would be found")
        .anyMatch(text -> text.contains("A token was refused: "));
    String pages = server.get("/metrics") + server.get("/health");
    assertThat(MADE).as("pages").noneMatch(token -> pages.contains(secretOf(token)));
    server.close();
    keys.close();
  }

  @Test
  void itIsReadyOnceItHasTheKeys() {
    assertThat(server.get("/health/ready"))
        .contains("\"tokens\"", "\"keys\":", "\"failedFetches\":", "\"circuit\":");
    assertThat(server.metric("heartwire_jwks_fetches{outcome=\"failed\"}")).isGreaterThan(1);
    assertThat(server.log()).contains("heartwire.token.jwks-url");
  }

  @Test
  void theOfficialClientStaysByBringingNewTokens() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (TokenClient client =
        new TokenClient(centrifuge(), "", () -> ann(asked.incrementAndGet() < 3 ? 2 : 60))) {
      await().until(() -> asked.get() == 3);
      assertThat(client.states()).containsExactly("connecting 0", "connected");
    }
  }

  @Test
  void theOfficialClientReplacesATokenThatHasExpired() throws Exception {
    try (TokenClient client = new TokenClient(centrifuge(), ann(-5), () -> ann(60))) {
      await().until(() -> client.states().contains("connected"));
    }
  }

  @Test
  void theOfficialJavaScriptClientDoesTheSame() throws Exception {
    NodeTests.run("token/refresh.test.js", centrifuge());
  }

  @Test
  void whoeverDoesNotRefreshIsClosed() throws Exception {
    assertThat(forgetful.closeCode()).isEqualTo(3005);
  }

  @Test
  void aTokenThatIsRevokedClosesWhatItOpenedAndOpensNothingMore() throws Exception {
    String token = made(FIRST, "{\"sub\":\"eve\",\"jti\":\"leaked\"}");
    try (TokenClient client = new TokenClient(centrifuge(), token, () -> token);
        RawSocket raw = withHeader(token)) {
      await().until(() -> client.states().contains("connected"));

      assertThat(api("revoke_token", "{\"uid\":\"leaked\"}")).isEqualTo("{\"result\":{}}");

      await().until(() -> client.states().contains("disconnected 3500"));
      assertThat(raw.read(RawSocket.CLOSE).closeCode()).isEqualTo(3500);
    }
    try (RawSocket again = withHeader(token)) {
      assertThat(again.status()).isEqualTo(401);
      assertThat(again.body()).contains("revoked");
    }
  }

  @Test
  void aUsersTokensThatAreInvalidatedCloseItsConnections() throws Exception {
    try (RawSocket old = withHeader(made(FIRST, "{\"sub\":\"tom\",\"iat\":" + at(-9) + "}"));
        RawSocket other = withHeader(made(FIRST, "{\"sub\":\"tim\",\"iat\":" + at(-9) + "}"))) {
      assertThat(api("invalidate_user_tokens", "{\"user\":\"tom\"}")).isEqualTo("{\"result\":{}}");

      assertThat(old.read(RawSocket.CLOSE).closeCode()).isEqualTo(3500);
      other.send(RawSocket.TEXT, true, "still here".getBytes(UTF_8));
      assertThat(other.read(RawSocket.TEXT).text()).isEqualTo("still here");
    }
    try (RawSocket newer = withHeader(made(FIRST, "{\"sub\":\"tom\",\"iat\":" + at(60) + "}"))) {
      assertThat(newer.status()).isEqualTo(101);
    }
  }

  @Test
  void aRawClientComesInByEachOfThreeWays() throws Exception {
    String token = ann(60);
    try (RawSocket header = dialogWithHeader(token);
        RawSocket query = RawSocket.connect(server.ws("/ws/dialog%23ann?token=" + token));
        RawSocket browser = offering("heartwire, bearer." + token)) {
      assertThat(header.status()).isEqualTo(101);
      assertThat(query.status()).isEqualTo(101);
      assertThat(browser.status()).isEqualTo(101);
      assertThat(browser.header("Sec-WebSocket-Protocol")).isEqualTo("heartwire");

      List<RawSocket> all = List.of(header, query, browser);
      for (RawSocket each : all) {
        each.awaitSubscribed();
      }
      query.send(RawSocket.TEXT, true, "hello".getBytes(UTF_8));
      for (RawSocket each : all) {
        each.readUntil("hello");
      }
    }
  }

  @Test
  void aTokenIsNeverSaidBack() throws Exception {
    String token = ann(60);
    try (RawSocket lonely = offering("bearer." + token)) {
      assertThat(lonely.status()).isEqualTo(101);
      assertThat(lonely.header("Sec-WebSocket-Protocol")).isEmpty();
    }
  }

  @Test
  void aRawClientIsItsTokensUser() throws Exception {
    try (RawSocket ben = dialogWithHeader(made(SHARED, "{\"sub\":\"ben\"}"))) {
      assertThat(ben.status()).as("the channel is ann's").isEqualTo(403);
    }
    String vip = made(SHARED, "{\"sub\":\"vip\",\"channels\":[\"closed:1\"]}");
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + vip);
    try (RawSocket open = RawSocket.connect(server.ws("/ws/closed:1"), bearer);
        RawSocket closed = RawSocket.connect(server.ws("/ws/closed:2"), bearer)) {
      assertThat(open.status()).as("its token names the channel").isEqualTo(101);
      assertThat(closed.status()).isEqualTo(403);

      api("disconnect", "{\"user\":\"vip\"}");
      assertThat(open.read(RawSocket.CLOSE).closeCode()).isEqualTo(3503);
    }
  }

  @Test
  void aRawClientStaysAsLongAsItsToken() throws Exception {
    try (RawSocket raw = withHeader(ann(2))) {
      assertThat(raw.status()).isEqualTo(101);
      assertThat(raw.read(RawSocket.CLOSE).closeCode()).isEqualTo(3005);
    }
  }

  @Test
  void aRawClientWithoutAGoodTokenIsRefused() throws Exception {
    try (RawSocket none = RawSocket.connect(server.ws("/ws/lobby"))) {
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"heartwire\"");
    }
    String none = new PlainJWT(new JWTClaimsSet.Builder().subject("ann").build()).serialize();
    MADE.add(none);
    for (String bad :
        List.of(
            ann(-5),
            made(FIRST, "{\"sub\":\"ann\",\"nbf\":" + at(60) + "}"),
            made(Issuer.hmac(SECRET + "!"), "{\"sub\":\"ann\"}"),
            made(Issuer.of("ES256").named("first"), "{\"sub\":\"ann\"}"),
            none,
            "nonsense")) {
      try (RawSocket raw = withHeader(bad)) {
        assertThat(raw.status()).as(bad).isEqualTo(401);
        assertThat(raw.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(raw.body()).contains("not good").doesNotContain(bad);
      }
    }
    try (RawSocket two =
        RawSocket.connect(
            server.ws("/ws/lobby?token=" + ann(60)),
            Map.of("Authorization", "Bearer " + ann(60)))) {
      assertThat(two.status()).isEqualTo(400);
    }
  }

  @Test
  void keysThatChangeAreFetchedAndTheLastOnesStayWhenTheirServerIsDown() throws Exception {
    assertThat(statusOf(SECOND)).as("nobody knows it yet").isIn(401, 503);
    keys.answers(Issuer.set(FIRST, SECOND));
    await().until(() -> statusOf(SECOND) == 101);
    assertThat(statusOf(FIRST)).isEqualTo(101);

    keys.answers(KeyServer.with(500, ""));
    Issuer unknown = Issuer.of("ES256").named("third");
    await()
        .until(
            () -> {
              statusOf(unknown); // makes it ask again
              return server.get("/health/ready").contains("\"circuit\":\"open\"");
            });
    int asked = keys.asked();
    assertThat(statusOf(FIRST)).isEqualTo(101);
    assertThat(statusOf(SECOND)).isEqualTo(101);
    assertThat(statusOf(unknown)).isEqualTo(503);
    assertThat(server.status("/health/ready")).isEqualTo(200);
    assertThat(keys.asked()).as("it is left alone").isEqualTo(asked);
  }

  private int statusOf(Issuer issuer) throws IOException {
    try (RawSocket raw = withHeader(made(issuer, "{\"sub\":\"ann\"}"))) {
      return raw.status();
    }
  }

  private static RawSocket withHeader(String token) throws IOException {
    return RawSocket.connect(server.ws("/ws/users:1"), Map.of("Authorization", "Bearer " + token));
  }

  private static RawSocket dialogWithHeader(String token) throws IOException {
    return RawSocket.connect(
        server.ws("/ws/dialog%23ann"), Map.of("Authorization", "Bearer " + token));
  }

  private static RawSocket offering(String subprotocols) throws IOException {
    return RawSocket.connect(
        server.ws("/ws/dialog%23ann"), Map.of("Sec-WebSocket-Protocol", subprotocols));
  }

  private static String ann(int seconds) {
    return made(FIRST, "{\"sub\":\"ann\",\"exp\":" + at(seconds) + "}");
  }

  private static String made(Issuer issuer, String claims) {
    String token = issuer.token(claims);
    MADE.add(token);
    return token;
  }

  private static long at(int seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  private static URI centrifuge() {
    return server.ws("/connection/websocket");
  }

  private static String api(String method, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.http("/api/" + method))
            .header("X-API-Key", API_KEY)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static boolean isLog(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.size(file) < 50_000_000
          && file.toString().matches(".*/logs/.*|.*\\.log");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Its signature, or all that there is. */
  private static String secretOf(String token) {
    String signature = token.substring(token.lastIndexOf('.') + 1);
    return signature.isEmpty() ? token : signature;
  }
}
