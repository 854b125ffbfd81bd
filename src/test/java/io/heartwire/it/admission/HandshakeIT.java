package io.heartwire.it.admission;

import static io.heartwire.it.client.RawRequest.handshake;
import static io.heartwire.it.client.RawRequest.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.client.RawRequest;
import io.heartwire.it.client.RawRequest.Answer;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gateway takes for a handshake, and what becomes of all the rest. */
class HandshakeIT {
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  /** Headers of 15,000 bytes held 64,000 bytes of heap; without them it is some 8,000. */
  private static final long MOST_HEAP = 24_000;

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Map.of("HEARTWIRE_CLIENT_INSECURE", "true", "HEARTWIRE_API_KEY", "secret"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void onlyExactlyTheEndpointsPathsAreServed() throws Exception {
    for (String path : List.of("/ws/a", "/ws/user%231", "/connection/websocket")) {
      assertThat(get(path).status()).as(path).isEqualTo(101);
    }
    double before = refusals("path");
    List<String> others =
        List.of(
            "/ws",
            "/ws/",
            "/ws/.",
            "/ws/%2e",
            "/ws/a/",
            "/ws/a/b",
            "/ws/a%2Fb",
            "//ws/a",
            "/ws//a",
            "/ws/./a",
            "/ws/../ws/a",
            "/w%73/a",
            "/ws/%2e%2e/connection/websocket",
            "/connection/websocket/",
            "/connection/websocket//",
            "/connection/websocket%2F",
            "/connection/websocket/.",
            "/connection/websocket/%2e",
            "/connection/websocket/x",
            "/connection/websocket;x=1",
            "/connection//websocket",
            "/connection%2Fwebsocket");
    for (String path : others) {
      assertThat(get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(refusals("path")).isEqualTo(before + others.size());
  }

  @Test
  void aSemicolonIsPartOfTheNameAndRefused() throws Exception {
    for (String path : List.of("/ws/a%3Bx", "/ws/a;x=1")) {
      Answer answer = get(path);
      assertThat(answer.status()).as(path).isEqualTo(400);
      assertThat(answer.body()).contains("/ws/{channel}");
    }
  }

  @Test
  void onlyGetOpensAWebSocket() throws Exception {
    for (String method : List.of("POST", "HEAD", "OPTIONS", "PUT", "CONNECT", "BREW")) {
      Answer answer = send(handshake(method, "/ws/a"));
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.text()).contains("Allow: GET");
    }
  }

  @Test
  void connectionAndUpgradeMayBeSpreadOverLines() throws Exception {
    String request =
        head(
            "GET",
            "/ws/a",
            "Host: a",
            "Upgrade: h2c",
            "Upgrade: foo/2 , WebSocket",
            "Connection: keep-alive",
            "Connection: ,\tUPGRADE , x",
            "Sec-WebSocket-Version: 13",
            KEY);
    Answer answer = send(request);

    assertThat(answer.status()).isEqualTo(101);
    assertThat(answer.text()).contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void whatIsMalformedIsToldInASentence() throws Exception {
    Map<String, String> sentences = new TreeMap<>();
    sentences.put(handshake("GET", "/ws/a", KEY), "Sec-WebSocket-Key must not be repeated");
    sentences.put(handshake("GET", "/ws/a", "Host: b"), "Host must not be repeated");
    sentences.put(
        handshake("GET", "/ws/a", "Origin: a", "Origin: b"), "Origin must not be repeated");
    sentences.put(handshake("GET", "/ws/a", "Content-Length: 5"), "no body");
    sentences.put(handshake("GET", "/ws/a", "X: a\0b"), "control character");
    sentences.put(handshake("GET", "/ws/a?a=%zz"), "The query is not well-formed");
    sentences.put(handshake("GET", "/ws/a?token=%"), "The query is not well-formed");
    sentences.put(handshake("GET", "/ws/a#b"), "must be escaped");
    sentences.put(handshake("GET", "/ws/a%zz"), "invalid or improperly encoded");
    sentences.put(handshake("GET", "/ws/%ff"), "must be UTF-8");
    long log = log().length();
    for (Map.Entry<String, String> each : sentences.entrySet()) {
      for (int i = 0; i < 5; i++) {
        Answer answer = send(each.getKey());
        assertThat(answer.status()).as(each.getKey()).isEqualTo(400);
        assertThat(answer.body()).contains(each.getValue());
      }
    }
    assertThat(log().substring((int) log).lines())
        .filteredOn(line -> !line.contains("The sweep is")) // of a machine that is busy
        .as("lines logged")
        .hasSizeLessThan(3);
  }

  @Test
  void anotherVersionIsToldWhichThereIs() throws Exception {
    Answer answer = send(handshake("GET", "/ws/a").replace("Version: 13", "Version: 12"));

    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.text()).contains("Sec-WebSocket-Version: 13");
  }

  @Test
  void moreHeadersThanTheLimitAreRefused() throws Exception {
    String much = "x".repeat(9_000);
    Answer answer = send(handshake("GET", "/ws/a", "X-One: " + much, "X-Two: " + much));

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.body()).contains("heartwire.admission.max-header-bytes");
  }

  @Test
  void aConnectionKeepsNothingOfItsHeaders() throws Exception {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < 15; i++) {
      headers.put("X-" + i, "x".repeat(1_000));
    }
    connect(20, headers).forEach(HandshakeIT::close); // loads what is loaded once
    int clients = 300;
    long before = server.inside().heapBytes();
    List<RawSocket> open = connect(clients, headers);
    long each = (server.inside().heapBytes() - before) / clients;
    open.forEach(HandshakeIT::close);

    assertThat(each).as("bytes of heap for each connection").isLessThan(MOST_HEAP);
  }

  @Test
  void thereIsNoHttp2OnThisPort() throws Exception {
    Answer upgraded =
        send(
            head(
                "GET",
                "/health/live",
                "Host: a",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"));
    assertThat(upgraded.status()).as("the upgrade is not offered").isEqualTo(200);

    Answer known = send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
    assertThat(known.status()).as("nor is it without one").isEqualTo(404);
    assertThat(known.text()).doesNotContain("\0\0");
  }

  @Test
  void clientsThatGoBeforeTheirAnswerAndOddCookiesLeaveNothingInTheLog() throws Exception {
    String request = handshake("GET", "/ws/a");
    String centrifuge = handshake("GET", "/connection/websocket");
    RawRequest.sendAndReset(server.http("/"), request);
    int before = log().length();
    long reports = reports();
    for (int i = 0; i < 200; i++) {
      RawRequest.sendAndReset(server.http("/"), i % 2 == 0 ? request : centrifuge);
    }
    for (int i = 0; i < 20; i++) {
      send(handshake("GET", "/ws/a", "Cookie: a=b; $Version=2"));
      send(head("GET", "/", "Host: a", "Cookie: $Version=x; a=b; $Version=2"));
    }
    assertThat(send(request).status()).as("all the others are served").isEqualTo(101);
    String logged = log().substring(before);
    assertThat(logged.lines().filter(line -> line.startsWith("\tat ")).count())
        .as("lines of stack traces")
        .isZero();
    assertThat(logged.length()).as(logged).isLessThan(10_000);
    assertThat(reports() - reports).as("reports on disk").isLessThan(10);
  }

  @Test
  void wrongApiKeysAreCountedAndSaidOnce() {
    double before = server.metric("heartwire_api_refusals_total");
    for (int i = 0; i < 5; i++) {
      assertThat(server.status("/api/info")).isEqualTo(401);
    }
    assertThat(server.metric("heartwire_api_refusals_total")).isEqualTo(before + 5);
    assertThat(log().lines().filter(line -> line.contains("heartwire.api.key"))).hasSize(1);
  }

  private static List<RawSocket> connect(int clients, Map<String, String> headers)
      throws IOException {
    List<RawSocket> open = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      RawSocket one = RawSocket.connect(server.ws("/ws/heap"), headers);
      assertThat(one.status()).isEqualTo(101);
      one.awaitSubscribed();
      open.add(one);
    }
    return open;
  }

  private static void close(RawSocket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It was to go.
    }
  }

  private static Answer get(String target) throws IOException {
    return send(handshake("GET", target));
  }

  private static Answer send(String request) throws IOException {
    return RawRequest.send(server.http("/"), request);
  }

  private static double refusals(String reason) {
    return server.metric("heartwire_refusals_total{reason=\"" + reason + "\"}");
  }

  private static String log() {
    return server.log();
  }

  private static long reports() throws IOException {
    Path directory = server.outputDirectory().resolve("logs/ffdc");
    if (!Files.exists(directory)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    }
  }
}
