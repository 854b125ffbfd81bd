package io.heartwire.it.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.kubelet.Kubelet.What;
import io.heartwire.it.kubernetes.Manifests;
import io.heartwire.it.server.FreePort;
import io.heartwire.it.server.GatewayServer;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The life of one pod by the manifests of {@code k8s/base}, from its start to its end. */
@Isolated("plays probes at their periods")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubeletIT {
  private static final int CAPACITY = 12;
  private static final String DEADLINE = "HEARTWIRE_DRAIN_DEADLINE";
  private static final Duration OWN_DEADLINE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final List<TestClient> CLIENTS = new ArrayList<>();

  @TempDir static Path temporary;

  private static V1PodSpec pod;
  private static Map<String, String> environment;
  private static Duration grace;
  private static PodFiles files;
  private static Map<Path, FileTime> before;
  private static URI management;
  private static URI metrics;
  private static GatewayServer server;
  private static Kubelet kubelet;

  @BeforeAll
  static void begin() throws Exception {
    Manifests manifests = Manifests.of("base");
    pod = manifests.one(V1Deployment.class).getSpec().getTemplate().getSpec();
    V1Container container = pod.getContainers().get(0);
    files =
        PodFiles.install(
            temporary.resolve("usr"), manifests.configMap("heartwire-ports").get("ports.xml"));
    before = files.state();
    int port = FreePort.next();
    management = URI.create("http://127.0.0.1:" + port);
    int metricsPort = FreePort.next();
    metrics = URI.create("http://127.0.0.1:" + metricsPort);
    Map<String, String> configured = manifests.configMap("heartwire");
    grace = grace(Duration.parse("PT" + configured.get(DEADLINE)));
    environment = environment(configured, port);
    environment.put("HEARTWIRE_METRICS_PORT", Integer.toString(metricsPort));

    server = GatewayServer.begin(environment);
    environment.put("HTTP_PORT", Integer.toString(server.port()));
    kubelet = new Kubelet(container, server::jvm, management);
  }

  @AfterAll
  static void end() {
    CLIENTS.forEach(TestClient::abort);
    kubelet.close();
    server.close();
  }

  @Test
  @Order(1)
  void aPodIsReadyOnceItHasStartedAndIsWarm() throws Exception {
    await().atMost(PATIENCE).until(() -> kubelet.whats().contains(What.STARTED));
    await().atMost(PATIENCE).until(() -> kubelet.whats().contains(What.READY));

    assertThat(kubelet.whats()).containsExactly(What.STARTED, What.READY);
    assertThat(get(management, "/health/ready")).contains("\"state\":\"warm\"");
  }

  @Test
  @Order(2)
  void eachPortServesWhatIsMeantForItAndNothingElse() throws Exception {
    URI gateway = server.http("/");

    assertThat(status(gateway, "/connection/websocket")).as("speaks WebSocket").isEqualTo(426);
    assertThat(status(gateway, "/ws/lobby")).isEqualTo(426);
    assertThat(status(gateway, "/api/info")).as("asks for the key").isEqualTo(401);
    isNowhereElse("/health/live", management);
    isNowhereElse("/metrics", metrics);
    assertThat(statusLine(gateway, "/ws/lobby", "heartwire.example.com"))
        .as("as an ingress names it")
        .contains(" 426 ");
    assertThat(status(management, "/ws/lobby")).isEqualTo(404);
    assertThat(status(management, "/api/info")).isEqualTo(404);
    for (String path :
        List.of("/ws/lobby", "/connection/websocket", "/api/info", "/", "/heartwire/app.js")) {
      assertThat(status(metrics, path)).as(path).isEqualTo(404);
    }
  }

  private static void isNowhereElse(String path, URI place) throws Exception {
    assertThat(status(place, path)).as(path).isEqualTo(200);
    for (URI other : List.of(server.http("/"), management, metrics)) {
      if (!other.getAuthority().equals(place.getAuthority())) {
        assertThat(status(other, path)).as("%s at %s", path, other).isEqualTo(404);
        assertThat(statusLine(other, path, place.getAuthority()))
            .as("%s at %s by the other port's name", path, other)
            .contains(" 404 ");
      }
    }
  }

  @Test
  @Order(3)
  void aFullPodWithACrowdAtItsDoorIsNotReadyAndIsNotRestarted() {
    for (int n = 0; n < CAPACITY; n++) {
      CLIENTS.add(TestClient.connect(server.ws("/ws/busy")));
    }
    await().atMost(PATIENCE).until(() -> kubelet.whats().contains(What.UNREADY));

    long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    Stream.generate(() -> CompletableFuture.supplyAsync(() -> knockUntil(until)))
        .limit(4)
        .toList()
        .forEach(refused -> assertThat(refused.join()).isPositive());
    assertThat(kubelet.whats()).as("full all the time").endsWith(What.UNREADY);

    CLIENTS.remove(0).close();
    CLIENTS.remove(0).close();
    await()
        .atMost(PATIENCE)
        .until(
            () -> kubelet.whats().lastIndexOf(What.READY) > kubelet.whats().indexOf(What.UNREADY));
    assertThat(kubelet.livenessFailures()).isZero();
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  @Order(4)
  void aPodThatIsDeletedMovesItsClientsAndEndsLongBeforeItIsKilled() throws Exception {
    CompletableFuture<Void> gone =
        CompletableFuture.runAsync(() -> kubelet.delete(environment, grace));
    await().until(() -> get(management, "/health/ready").contains("\"draining\":true"));
    try (RawSocket late = RawSocket.connect(server.ws("/ws/late"))) {
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.header("Retry-After")).isNotEmpty();
    }
    gone.join();

    assertThat(kubelet.whats())
        .containsExactly(
            What.STARTED,
            What.READY,
            What.UNREADY,
            What.READY,
            What.DELETED,
            What.UNREADY,
            What.PRE_STOP_SUCCEEDED,
            What.SIGTERM,
            What.ENDED);
    for (TestClient client : CLIENTS) {
      assertThat(client.closeCode()).as("told to come back").isEqualTo(1012);
    }
    assertThat(kubelet.at(What.PRE_STOP_SUCCEEDED).minus(kubelet.at(What.DELETED)))
        .as("as long as the drain takes, and no longer than its deadline")
        .isBetween(Duration.ofSeconds(2), OWN_DEADLINE);
    assertThat(kubelet.at(What.ENDED).minus(kubelet.at(What.DELETED)))
        .isLessThan(grace.minusSeconds(10));
  }

  @Test
  @Order(5)
  void itHasWrittenNothingButItsOutput() throws Exception {
    assertThat(files.state()).isEqualTo(before);
  }

  /** As much beyond the drain's deadline as the manifest gives. */
  private static Duration grace(Duration deadline) {
    return Duration.ofSeconds(pod.getTerminationGracePeriodSeconds())
        .minus(deadline)
        .plus(OWN_DEADLINE);
  }

  /** The ConfigMap's, with what makes it quick, and the Secret's. */
  private static Map<String, String> environment(Map<String, String> configured, int port) {
    Map<String, String> all = new TreeMap<>(configured);
    all.put("HEARTWIRE_POOL_MAX_CONNECTIONS", Integer.toString(CAPACITY));
    all.put("HEARTWIRE_WARMUP_DURATION", "2s");
    all.put("HEARTWIRE_DRAIN_ON_STOP", "true"); // tests have it switched off
    all.put("HEARTWIRE_DRAIN_DELAY", "2s");
    all.put("HEARTWIRE_DRAIN_RATE", "10");
    all.put(DEADLINE, OWN_DEADLINE.toSeconds() + "s");
    all.put("HEARTWIRE_API_KEY", "open-sesame");
    all.put("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_SUBSCRIBE", "true");
    all.put("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_PUBLISH", "true");
    all.put("MANAGEMENT_PORT", Integer.toString(port));
    all.put("WLP_USER_DIR", files.userDirectory().toString());
    return all;
  }

  /** How often somebody was refused who has nothing else to do than to come again. */
  private static int knockUntil(long end) {
    int refused = 0;
    while (System.nanoTime() - end < 0) {
      try (RawSocket socket = RawSocket.connect(server.ws("/ws/busy"))) {
        assertThat(socket.status()).isIn(429, 503);
        refused++;
      } catch (IOException cut) {
        throw new UncheckedIOException(cut);
      }
    }
    return refused;
  }

  /** What a request gets that names another host: no HTTP client would do that. */
  private static String statusLine(URI address, String path, String host) throws IOException {
    String request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static int status(URI host, String path) throws Exception {
    return exchange(host, path).statusCode();
  }

  private static String get(URI host, String path) throws Exception {
    return exchange(host, path).body();
  }

  private static HttpResponse<String> exchange(URI host, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(host.resolve(path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
