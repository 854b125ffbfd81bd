package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ManualClientTime;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A scripted server, a clock of its own, and clients that are closed afterwards. */
abstract class ClientFixture {
  /** Longer than any wait of a {@link Backoff#DEFAULT} after few attempts. */
  static final Duration WHILE = Duration.ofSeconds(20);

  final ManualClientTime time = new ManualClientTime();
  final RecordedEvents recorded = new RecordedEvents();
  private final List<HeartwireClient> clients = new ArrayList<>();
  ScriptedServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void closeAll() throws IOException {
    clients.forEach(HeartwireClient::close);
    time.advance(Duration.ofSeconds(1)); // for the goodbyes that nobody answers
    server.close();
  }

  /** In the middle of its jitter, so that waits are known: 750 ms, 1,250 ms, and so on. */
  CentrifugeClient.Builder builder() {
    return recorded.of(HeartwireClient.centrifuge(server.uri()).time(time).random(() -> 0.5));
  }

  RawClient.Builder raw() {
    return recorded.of(
        HeartwireClient.raw(server.uri("/ws/lobby"))
            .time(time)
            .random(() -> 0.5)
            .onText(recorded::text)
            .onBinary(recorded::binary));
  }

  CentrifugeClient client(CentrifugeClient.Builder builder) {
    CentrifugeClient client = builder.build();
    clients.add(client);
    return client;
  }

  RawClient client(RawClient.Builder builder) {
    RawClient client = builder.build();
    clients.add(client);
    return client;
  }

  CentrifugeClient connected() {
    return connected(builder());
  }

  CentrifugeClient connected(CentrifugeClient.Builder builder) {
    CentrifugeClient client = client(builder);
    get(client.connect());
    return client;
  }

  RawClient connected(RawClient.Builder builder) {
    RawClient client = client(builder);
    get(client.connect());
    return client;
  }

  /** Lets the client come back after its n-th failure. */
  void comeBack(int retry) {
    time.advance(recorded.retry(retry).delay());
    recorded.change(ClientState.CONNECTED);
  }

  /** Lines that the latest connection has sent, without the greeting. */
  List<String> commands() {
    return server.latest().texts().stream()
        .flatMap(String::lines)
        .filter(line -> !line.contains("\"connect\":"))
        .toList();
  }

  List<String> commands(int count) {
    await(count + " commands").until(() -> commands().size() >= count);
    return commands();
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  static <X extends Throwable> X failure(CompletionStage<?> stage, Class<X> type) {
    try {
      Object value = stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
      throw new AssertionError("did not fail: " + value);
    } catch (CompletionException failed) {
      assertThat(failed).hasCauseInstanceOf(type);
      return type.cast(failed.getCause());
    }
  }
}
