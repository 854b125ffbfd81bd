package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.KeyServer;
import io.heartwire.testkit.OwnPort;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of keys that is slow, wordy, or elsewhere; it has 1 KiB, and half a second if slow. */
class JwksClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final JwksClient client = client(PATIENCE, threads);
  private final JwksClient impatient = client(Duration.ofMillis(500), threads);
  private KeyServer server;

  @BeforeEach
  void start() throws IOException {
    server = new KeyServer();
  }

  @AfterEach
  void stop() {
    server.close();
    threads.shutdownNow();
  }

  @Test
  void theBodyIsReadToItsLastByte() {
    String body = "k".repeat(1024);
    server.answers(body);

    assertThat(fetch()).succeedsWithin(PATIENCE).isEqualTo(body.getBytes(UTF_8));
  }

  @Test
  void aBodyBeyondTheLimitFailsAndIsNotReadOn() {
    CompletableFuture<Void> sender = new CompletableFuture<>();
    server.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            for (int i = 0; i < 100_000; i++) { // 100 MB, if somebody reads them
              exchange.getResponseBody().write(new byte[1024]);
            }
            sender.complete(null);
          } catch (IOException hungUp) {
            sender.completeExceptionally(hungUp);
          }
        });

    assertThat(failureOf(fetch())).hasMessageContaining("longer than 1024 bytes");
    assertThat(sender).failsWithin(PATIENCE);
  }

  @Test
  void anAnswerThatDoesNotComeFailsInTime() {
    server.answers(exchange -> server.hang());

    assertThat(failureOf(impatient.fetch(server.url())))
        .isInstanceOfAny(TimeoutException.class, IOException.class);
  }

  @Test
  void aBodyThatDoesNotEndFailsInTime() {
    server.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          server.hang();
        });

    assertThat(failureOf(impatient.fetch(server.url()))).isInstanceOf(TimeoutException.class);
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (KeyServer elsewhere = new KeyServer()) {
      elsewhere.answers("{}");
      server.answers(
          exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere.url().toString());
            exchange.sendResponseHeaders(302, -1);
          });

      assertThat(failureOf(fetch())).hasMessageContaining("302");
      assertThat(elsewhere.asked()).isZero();
    }
  }

  @Test
  void anErrorIsAFailure() {
    server.answers(KeyServer.with(500, "sorry"));

    assertThat(failureOf(fetch())).hasMessageContaining("500").hasMessageNotContaining("sorry");
  }

  @Test
  void aServerThatIsNotThereIsAFailure() throws IOException {
    try (OwnPort port = new OwnPort()) {
      URI nobody = URI.create("http://127.0.0.1:" + port.number() + "/jwks.json");

      assertThat(failureOf(client.fetch(nobody))).isInstanceOf(IOException.class);
    }
  }

  private static JwksClient client(Duration timeout, ExecutorService threads) {
    return new JwksClient(
        new JwksConfig(
            Optional.empty(), Duration.ofMinutes(10), Duration.ofSeconds(5), timeout, 1024),
        threads);
  }

  private CompletableFuture<byte[]> fetch() {
    return client.fetch(server.url());
  }

  private static Throwable failureOf(CompletableFuture<byte[]> fetch) {
    Throwable[] failure = new Throwable[1];
    assertThat(fetch)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .satisfies(thrown -> failure[0] = thrown.getCause());
    return failure[0];
  }
}
