package io.heartwire.client;

import static io.heartwire.client.ClientState.CONNECTED;
import static io.heartwire.client.ClientState.CONNECTING;
import static io.heartwire.client.ClientState.DISCONNECTED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.Greeting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which an attempt to connect can fail, made on purpose. */
class ConnectTest extends ClientFixture {
  @Test
  void clientMustWaitForAPortThatRefuses() throws Exception {
    server.refuse();
    CentrifugeClient client = client(builder());
    CompletionStage<Void> connected = client.connect();
    Retry first = recorded.retry(1);
    assertThat(first.failure()).isInstanceOf(Failure.Refused.class);
    assertThat(first.delay()).isEqualTo(Duration.ofMillis(750));
    time.advance(first.delay());
    Retry second = recorded.retry(2);
    assertThat(second.delay()).isEqualTo(Duration.ofMillis(1250));

    server.listen();
    time.advance(second.delay().minusMillis(1));
    assertThat(client.state()).isEqualTo(CONNECTING);
    time.advance(Duration.ofMillis(1));

    get(connected);
    assertThat(recorded.states()).containsExactly(CONNECTING, CONNECTED);
  }

  @Test
  void aFutureMustBelongToItsCaller() throws Exception {
    server.refuse();
    CentrifugeClient client = client(builder());
    CompletableFuture<Void> first = client.connect();
    CompletableFuture<Void> second = client.connect();
    recorded.retry(1);
    first.cancel(false);
    client.closed().complete(null);
    assertThat(second).isNotDone();
    assertThat(client.closed()).isNotDone();

    server.listen();
    comeBack(1);

    get(second);
    assertThat(client.connect()).isCompleted();
  }

  @Test
  void aFutureMustFailWithTheExceptionItselfAndNotAWrappedOne() {
    server.on("connect", command -> command.fail(101, "unauthorized", false));
    CentrifugeClient client = client(builder());
    CompletableFuture<Throwable> heard = new CompletableFuture<>();

    client.connect().whenComplete((done, failure) -> heard.complete(failure));

    assertThat(get(heard)).isInstanceOf(ConnectException.class);
  }

  @Test
  void clientMustNotWaitForeverForAHandshake() {
    server.greetsNext(Greeting.hang());
    client(builder().connectTimeout(Duration.ofSeconds(3))).connect();
    await().until(() -> server.attempts() == 1);

    time.advance(Duration.ofSeconds(3));

    assertThat(recorded.retry(1).failure())
        .isEqualTo(new Failure.TimedOut(Duration.ofSeconds(3), Failure.TimedOut.Step.HANDSHAKE));
    comeBack(1);
  }

  @Test
  void clientMustNotWaitForeverForAGreeting() {
    server.on("connect", command -> {});
    client(builder().connectTimeout(Duration.ofSeconds(3))).connect();
    await().until(() -> server.handshakes() == 1 && !server.latest().texts().isEmpty());

    time.advance(Duration.ofSeconds(3));

    assertThat(recorded.retry(1).failure())
        .isEqualTo(new Failure.TimedOut(Duration.ofSeconds(3), Failure.TimedOut.Step.GREETING));
    await().until(() -> server.open() == 0 || !server.latest().isOpen());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void clientMustComeBackWhenTheStatusSaysSo(int status) {
    server.greetsNext(Greeting.status(status, Map.of("Retry-After", "7")));
    client(builder()).connect();

    Retry retry = recorded.retry(1);

    assertThat(retry.failure()).isEqualTo(new Failure.HttpStatus(status, Duration.ofSeconds(7)));
    assertThat(retry.delay()).isEqualTo(Duration.ofMillis(7250)); // and half of the least wait
    comeBack(1);
  }

  @Test
  void clientMustComeBackAtTheDateThatTheStatusNames() {
    server.greetsNext(Greeting.status(503, Map.of("Retry-After", "Thu, 29 Feb 2024 23:59:30 GMT")));
    client(builder()).connect();

    assertThat(recorded.retry(1).delay()).isEqualTo(Duration.ofMillis(30_250));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void clientMustGiveUpWhenItIsNotLetIn(int status) {
    server.greets(Greeting.status(status));
    CentrifugeClient client = client(builder());

    ConnectException failed = failure(client.connect(), ConnectException.class);

    assertThat(failed.failure()).isEqualTo(new Failure.HttpStatus(status, null));
    assertThat(failed).hasMessageContaining(server.uri() + ": HTTP status " + status);
    assertThat(recorded.states()).containsExactly(CONNECTING, DISCONNECTED);
    assertThat(recorded.retries()).isEmpty();
  }

  @Test
  void clientThatHasGivenUpMayBeAskedAgain() {
    server.greetsNext(Greeting.status(403));
    CentrifugeClient client = client(builder());
    failure(client.connect(), ConnectException.class);

    get(client.connect());

    assertThat(recorded.states()).containsExactly(CONNECTING, DISCONNECTED, CONNECTING, CONNECTED);
  }

  @Test
  void clientMustComeBackAfterAResetOfTheHandshake() {
    server.greets(Greeting.reset()); // more than once, since the HTTP client asks again itself
    client(builder()).connect();
    assertThat(recorded.retry(1).failure()).isInstanceOf(Failure.Reset.class);

    server.greets(Greeting.drop());
    time.advance(recorded.retry(1).delay());
    assertThat(recorded.retry(2).failure()).isInstanceOf(Failure.Reset.class);

    server.greets(Greeting.accept());
    comeBack(2);
  }

  @Test
  void clientMustSayThatAHostIsNotKnown() {
    URI nowhere = URI.create("ws://no-such-host.invalid/ws");
    client(recorded.of(HeartwireClient.centrifuge(nowhere).time(time))).connect();

    assertThat(recorded.retry(1).failure())
        .isEqualTo(new Failure.UnknownHost("no-such-host.invalid"));
  }

  @Test
  void clientMustSayThatTlsFailed() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> answerInPlainText(plain));
      server.setDaemon(true);
      server.start();
      URI secure = URI.create("wss://127.0.0.1:" + plain.getLocalPort() + "/ws");
      client(recorded.of(HeartwireClient.centrifuge(secure).time(time))).connect();

      assertThat(recorded.retry(1).failure()).isInstanceOf(Failure.Tls.class);
    }
  }

  /** To everybody, since the HTTP client may ask again by itself. */
  private static void answerInPlainText(ServerSocket plain) {
    while (!plain.isClosed()) {
      try (Socket socket = plain.accept()) {
        socket.getInputStream().readNBytes(5);
        socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        socket.shutdownOutput();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException goneOrClosed) {
        // The loop's condition tells which.
      }
    }
  }

  @Test
  void attemptsMustEndWhenTheyAreUsedUp() throws Exception {
    server.refuse();
    CentrifugeClient client = client(builder().backoff(Backoff.REFERENCE));
    CompletionStage<Void> connected = client.connect();
    for (int attempt = 1; attempt <= 5; attempt++) {
      Retry retry = recorded.retry(attempt);
      assertThat(retry.attempt()).isEqualTo(attempt);
      assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(1L << (attempt - 1)));
      time.advance(retry.delay());
    }

    assertThat(failure(connected, ConnectException.class))
        .hasMessageContaining("gave up after 5 attempts: refused");
    assertThat(recorded.states()).containsExactly(CONNECTING, DISCONNECTED);
  }

  @Test
  void anErrorThatMayPassMustBeTriedAgainAndAnyOtherNot() {
    server.on("connect", command -> command.fail(100, "internal server error", true));
    CentrifugeClient client = client(builder());
    CompletionStage<Void> connected = client.connect();
    assertThat(recorded.retry(1).failure())
        .isEqualTo(new Failure.Rejected(100, "internal server error", true));

    server.on("connect", command -> command.fail(101, "unauthorized", false));
    time.advance(recorded.retry(1).delay());

    assertThat(failure(connected, ConnectException.class).failure())
        .isEqualTo(new Failure.Rejected(101, "unauthorized", false));
  }
}
