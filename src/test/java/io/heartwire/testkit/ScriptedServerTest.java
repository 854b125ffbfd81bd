package io.heartwire.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the {@link ScriptedServer}, which other tests use. */
class ScriptedServerTest {
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void commandsMustBeAnsweredByTheirIds() throws Exception {
    WebSocket client = connect();
    client.sendText("{\"id\":1,\"connect\":{}}", true).join();
    assertThat(next()).contains("\"id\":1").contains("client-1").contains("\"ping\":25");

    client.sendText("{\"id\":2,\"publish\":{}}\n{}\n{\"id\":3,\"history\":{}}", true).join();

    assertThat(next()).isEqualTo("{\"id\":2,\"publish\":{}}");
    assertThat(next()).isEqualTo("{\"id\":3,\"history\":{}}");
    assertThat(server.pongs()).isEqualTo(1);
    assertThat(server.latest().texts()).hasSize(2);
  }

  @Test
  void commandsMustBeAnsweredAsTheTestSays() throws Exception {
    server.on("publish", command -> command.fail(103, "permission denied", false));
    WebSocket client = connect();

    client.sendText("{\"id\":7,\"publish\":{\"channel\":\"a\"}}", true).join();

    assertThat(next()).contains("\"id\":7").contains("\"code\":103");
  }

  @Test
  void refusalMustCarryStatusAndHeaders() {
    server.greetsNext(Greeting.status(503, Map.of("Retry-After", "3")));

    assertThatThrownBy(this::connect)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> {
              assertThat(refused.getResponse().statusCode()).isEqualTo(503);
              assertThat(refused.getResponse().headers().firstValue("retry-after")).contains("3");
            });
    assertThat(server.handshakes()).isZero();
    assertThat(server.attempts()).isEqualTo(1);
  }

  @Test
  void closedPortMustRefuseUntilItIsOpenedAgain() throws Exception {
    server.refuse();
    assertThatThrownBy(this::connect).cause().isInstanceOf(ConnectException.class);

    server.listen();
    connect();

    assertThat(server.open()).isEqualTo(1);
  }

  @Test
  void hangingHandshakeMustLastUntilTheClientGoes() {
    server.greets(Greeting.hang());

    assertThatThrownBy(this::connect).hasMessageContaining("timed out");
    assertThat(server.handshakes()).isZero();
  }

  @Test
  void everyEndMustReachTheClientAsWhatItIs() throws Exception {
    connect();
    server.latest().close(3501, "bad request");
    assertThat(next()).isEqualTo("closed 3501 bad request");

    connect();
    server.latest().resetMidFrame();
    assertThat(next()).startsWith("failed");

    connect();
    server.latest().drop();
    assertThat(next()).startsWith("closed 1006");
    assertThat(server.open()).isZero();
    assertThat(server.highestOpen()).isEqualTo(1);
  }

  @Test
  void fragmentsMustMakeOneMessageInBothDirections() throws Exception {
    WebSocket client = connect();
    server.receives((connection, text) -> connection.sendTextInFragments(text, 2));

    client.sendText("grün", false).join();
    client.sendText(" und blau", true).join();

    assertThat(next()).isEqualTo("grün und blau");
  }

  @Test
  void silenceMustSwallowPingsAndMessages() throws Exception {
    WebSocket client = connect();
    server.latest().goSilent();

    client.sendText("{\"id\":1,\"publish\":{}}", true).join();
    client.sendPing(java.nio.ByteBuffer.allocate(1)).join();

    Awaitility.await().until(() -> server.latest().controlPings() == 1);
    assertThat(seen).isEmpty();
    client.abort();
  }

  @Test
  void clientThatClosesMustNoLongerCountAsOpen() throws Exception {
    WebSocket client = connect();
    assertThat(server.open()).isEqualTo(1);

    client.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

    assertThat(next()).startsWith("closed 1000");
    assertThat(server.open()).isZero();
    assertThat(server.latest().closeCode()).isEqualTo(1000);
  }

  @Test
  void scriptThatFailsMustFailTheTest() throws Exception {
    ScriptedServer failing = new ScriptedServer();
    failing.onOpen(
        connection -> {
          throw new AssertionError("two at once");
        });
    connect(failing);
    assertThat(next()).startsWith("closed 1006");

    assertThatThrownBy(failing::close).hasRootCauseMessage("two at once");
  }

  private WebSocket connect() {
    return connect(server);
  }

  private WebSocket connect(ScriptedServer to) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .connectTimeout(Duration.ofSeconds(30))
        .buildAsync(to.uri(), new Recorder())
        .join();
  }

  private String next() throws InterruptedException {
    String event = seen.poll(30, SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  private final class Recorder implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        seen.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      seen.add("closed " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      seen.add("failed " + error);
    }
  }
}
