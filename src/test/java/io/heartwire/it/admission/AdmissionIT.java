package io.heartwire.it.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A small gateway that trusts one proxy, 127.0.0.1: through it tests come from the addresses that
 * they say. Six places, four of them for raw clients; of each address two connections, and six
 * handshakes at once; of all, sixty handshakes at once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdmissionIT {
  private static final String HTTP_SESSION = "com.ibm.ws.session.store.memory.MemorySession";
  private static final String CONTEXT_OF_SESSIONS = "com.ibm.ws.session.store.memory.MemoryStore";
  private static final int PLACES = 6;
  private static final int RAW_PLACES = 4;
  private static final int ADDRESS_PLACES = 2;
  private static final int ADDRESS_BURST = 6;
  private static final int BURST = 60;
  private static final String RAW = "/ws/lobby";
  private static final String CENTRIFUGE = "/connection/websocket";
  private static final String UNTRUSTED = "127.0.0.2";

  private static GatewayServer server;

  private final List<RawSocket> open = new ArrayList<>();

  @BeforeAll
  static void start() {
    Map<String, String> env =
        Environment.of(
            """
            HTTP_TRUSTED_PROXIES=127\\.0\\.0\\.1
            HEARTWIRE_ADMISSION_ADDRESS_RATE=1
            HEARTWIRE_ADMISSION_RATE=20
            HEARTWIRE_ADMISSION_ORIGINS=https://*.example.com
            HEARTWIRE_ADMISSION_RETRY_AFTER=2s
            HEARTWIRE_CHANNEL_NAMESPACES=closed
            HEARTWIRE_CHANNEL_CLOSED_ALLOW_SUBSCRIBE=users
            """);
    env.put("HEARTWIRE_POOL_MAX_CONNECTIONS", String.valueOf(PLACES));
    env.put("HEARTWIRE_ADMISSION_RAW_MAX_CONNECTIONS", String.valueOf(RAW_PLACES));
    env.put("HEARTWIRE_ADMISSION_ADDRESS_MAX_CONNECTIONS", String.valueOf(ADDRESS_PLACES));
    env.put("HEARTWIRE_ADMISSION_ADDRESS_BURST", String.valueOf(ADDRESS_BURST));
    env.put("HEARTWIRE_ADMISSION_BURST", String.valueOf(BURST));
    server = GatewayServer.startOpen(env);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nobodyIsLeft() throws IOException {
    for (RawSocket one : open) {
      one.close();
    }
    await().until(() -> server.get("/health/ready").contains("\"total\":0"));
  }

  @Test
  void aFullGatewayRefusesEveryProtocol() throws Exception {
    for (int i = 0; i < PLACES; i++) {
      assertThat(connect(i < RAW_PLACES ? RAW : CENTRIFUGE, from("192.0.2." + i)).status())
          .isEqualTo(101);
    }
    refused(
        () -> connect(CENTRIFUGE, from("192.0.2.100")),
        503,
        "capacity",
        "heartwire.pool.max-connections",
        true);
  }

  @Test
  void aProtocolWithoutPlacesRefusesAndTheOtherGoesOn() throws Exception {
    for (int i = 0; i < RAW_PLACES; i++) {
      connect(RAW, from("198.51.100." + i));
    }
    refused(
        () -> connect(RAW, from("198.51.100.100")),
        503,
        "protocol-capacity",
        "heartwire.admission.raw.max-connections",
        true);
    assertThat(connect(CENTRIFUGE, from("198.51.100.100")).status()).isEqualTo(101);

    open.remove(0).close();
    await().until(() -> server.get("/health/ready").contains("\"total\":4"));
    assertThat(connect(RAW, from("198.51.100.101")).status()).isEqualTo(101);
  }

  @Test
  void anAddressThatComesTooOftenIsRefusedAndOthersAreNot() throws Exception {
    for (int i = 0; i < ADDRESS_BURST; i++) {
      assertThat(connect("/ws/no%20name", from("203.0.113.1")).status()).isIn(400, 101);
    }
    refused(
        () -> tooOften(ADDRESS_BURST, i -> page("https://evil.example.org", "203.0.113.1")),
        429,
        "address-rate",
        "heartwire.admission.address.rate",
        true);
    assertThat(connect(RAW, from("203.0.113.2")).status()).isEqualTo(101);
  }

  @Test
  void anAddressHasOnlySoManyConnections() throws Exception {
    connect(RAW, from("203.0.113.10"));
    connect(CENTRIFUGE, from("203.0.113.10"));
    refused(
        () -> connect(RAW, from("203.0.113.10")),
        429,
        "address-connections",
        "heartwire.admission.address.max-connections",
        true);
    assertThat(connect(RAW, from("203.0.113.11")).status()).isEqualTo(101);
  }

  @Test
  void neighboursInAnIpv6PrefixAreOneClient() throws Exception {
    connect(RAW, from("2001:db8:1:2::1"));
    connect(RAW, from("2001:db8:1:2::2"));

    assertThat(connect(RAW, from("2001:db8:1:2:3:4:5:6")).status()).isEqualTo(429);
    assertThat(connect(RAW, from("2001:db8:1:3::1")).status()).isEqualTo(101);
  }

  @Test
  void whatAnUntrustedPeerSaysOfItsAddressIsIgnored() throws Exception {
    for (int i = 0; i < ADDRESS_PLACES; i++) {
      assertThat(connectFrom(UNTRUSTED, from("203.0.113.2" + i)).status()).isEqualTo(101);
    }
    refused(
        () -> connectFrom(UNTRUSTED, from("203.0.113.29")),
        429,
        "address-connections",
        "heartwire.admission.address.max-connections",
        true);
    assertThat(connect(RAW, from("203.0.113.29")).status()).isEqualTo(101);
  }

  @Test
  void pagesOfOtherSitesAreRefused() throws Exception {
    for (String origin : List.of("https://example.org", "null", "http://app.example.com")) {
      refused(
          () -> connect(RAW, page(origin, "203.0.113.30")),
          403,
          "origin",
          "heartwire.admission.origins",
          false);
    }
    assertThat(connect(RAW, page("https://app.example.com", "203.0.113.31")).status())
        .isEqualTo(101);
    assertThat(connect(RAW, page("http://127.0.0.1:" + server.port(), "203.0.113.31")).status())
        .as("its own page")
        .isEqualTo(101);
  }

  @Test
  void whereATrustedProxyEndedTlsAPageInTheClearIsNotTheGatewaysOwn() throws Exception {
    Map<String, String> secure = page("https://app.example.net", "203.0.113.35");
    secure.put("Host", "app.example.net");
    secure.put("X-Forwarded-Proto", "https");
    assertThat(connect(RAW, secure).status()).isEqualTo(101);

    Map<String, String> inTheClear = new TreeMap<>(secure);
    inTheClear.put("Origin", "http://app.example.net");
    assertThat(connect(RAW, inTheClear).status()).isEqualTo(403);
    assertThat(connectFrom(UNTRUSTED, inTheClear).status())
        .as("what others say of TLS is not believed")
        .isEqualTo(101);
  }

  @Test
  void whatIsWrongWithTheHandshakeItselfIsToldAndCounted() throws Exception {
    refused(
        () -> connect(RAW, Map.of("Upgrade", "h2c")),
        426,
        "not-an-upgrade",
        "connect with ws://",
        false);
    refused(() -> connect("/ws/no%20name", Map.of()), 400, "channel-name", "/ws/{channel}", false);
    refused(
        () -> connect("/ws/closed:1", from("203.0.113.40")),
        403,
        "permission",
        "heartwire.channel.closed.allow-subscribe",
        false);
  }

  @Test
  void noHandshakeMakesAnHttpSession() throws Exception {
    refused(
        () -> connect(RAW, page("https://example.org", "203.0.113.50")),
        403,
        "origin",
        "heartwire.admission.origins",
        false);
    assertThat(connect(RAW, from("203.0.113.50")).status()).isEqualTo(101);

    assertThat(server.inside().liveClasses(HTTP_SESSION)).isZero();
    assertThat(server.inside().liveClasses(CONTEXT_OF_SESSIONS))
        .as("how Liberty names them")
        .isPositive();
  }

  @Test
  void limitsThatAreReachedAreLoggedWithTheirKey() throws Exception {
    connect(RAW, from("203.0.113.60"));
    connect(RAW, from("203.0.113.60"));
    connect(RAW, from("203.0.113.60"));

    assertThat(server.log()).contains("(heartwire.admission.address.max-connections)");
  }

  /** The last, as it leaves nothing to the others. */
  @Test
  @Order(Integer.MAX_VALUE)
  void allTogetherHaveOneRate() throws Exception {
    refused(AdmissionIT::flood, 429, "rate", "heartwire.admission.rate", true);
  }

  /** The first of many clients that is refused for their number; the others are for their page. */
  private static RawSocket flood() throws IOException {
    return tooOften(BURST, i -> page("null", "10.0.%d.%d".formatted(i / 256, i % 256)));
  }

  /**
   * The first handshake that is refused for their number: the bucket fills again meanwhile, so
   * which one it is depends on the machine.
   */
  private static RawSocket tooOften(int burst, IntFunction<Map<String, String>> headers)
      throws IOException {
    for (int i = 1; ; i++) {
      RawSocket one = RawSocket.connect(server.ws(RAW), headers.apply(i));
      if (one.status() == 429 || i == 20 * burst) {
        return one;
      }
      one.close();
    }
  }

  private interface Attempt {
    RawSocket make() throws IOException;
  }

  /** Checks what a handshake is answered, and that this was counted. */
  private static void refused(
      Attempt attempt, int status, String reason, String says, boolean mayComeBack)
      throws IOException {
    String metric = "heartwire_refusals_total{reason=\"" + reason + "\"}";
    double before = server.metric(metric);
    RawSocket answer = attempt.make();

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains(says);
    assertThat(answer.header("Set-Cookie")).isEmpty();
    if (mayComeBack) {
      assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(2, 4);
    } else {
      assertThat(answer.header("Retry-After")).isEmpty();
    }
    assertThat(server.metric(metric)).isEqualTo(before + 1);
  }

  private RawSocket connect(String path, Map<String, String> headers) throws IOException {
    return kept(RawSocket.connect(server.ws(path), headers));
  }

  private RawSocket connectFrom(String local, Map<String, String> headers) throws IOException {
    return kept(RawSocket.connectFrom(local, server.ws(RAW), headers));
  }

  private RawSocket kept(RawSocket socket) {
    open.add(socket);
    return socket;
  }

  private static Map<String, String> from(String client) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("X-Forwarded-For", client);
    return headers;
  }

  private static Map<String, String> page(String origin, String client) {
    Map<String, String> headers = from(client);
    headers.put("Origin", origin);
    return headers;
  }
}
