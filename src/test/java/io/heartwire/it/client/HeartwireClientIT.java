package io.heartwire.it.client;

import static io.heartwire.client.ClientState.CLOSED;
import static io.heartwire.client.ClientState.CONNECTED;
import static io.heartwire.client.ClientState.CONNECTING;
import static io.heartwire.client.ClientState.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.Backoff;
import io.heartwire.client.CentrifugeClient;
import io.heartwire.client.ClientState;
import io.heartwire.client.ErrorReplyException;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.HistoryRequest;
import io.heartwire.client.Publication;
import io.heartwire.client.RawClient;
import io.heartwire.client.Subscribed;
import io.heartwire.client.SubscriptionListener;
import io.heartwire.client.SubscriptionOptions;
import io.heartwire.client.TokenSupplier;
import io.heartwire.client.WhileReconnecting;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the Java client against a gateway, also across the gateway's end and restart. */
class HeartwireClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60); // a server starts meanwhile
  private static final String SECRET = "only this gateway and its back end know these words";
  private static GatewayServer server;

  private final List<ClientState> states = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Map.of(
                "HEARTWIRE_CLIENT_INSECURE", "true",
                "HEARTWIRE_TOKEN_HMAC_SECRET", SECRET,
                "HEARTWIRE_CHANNEL_NAMESPACES", "news",
                "HEARTWIRE_CHANNEL_NEWS_HISTORY_SIZE", "1000",
                "HEARTWIRE_CHANNEL_NEWS_HISTORY_TTL", "10m",
                "HEARTWIRE_CHANNEL_NEWS_PRESENCE", "true"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void requestsAreAnsweredAndPublicationsArrive() {
    try (CentrifugeClient client = client(server.ws("/connection/websocket"))) {
      get(client.connect());
      client.subscribe("news:a", SubscriptionOptions.RECOVERABLE, listener());
      await().until(() -> heard.equals(List.of("subscribed NONE")));
      get(client.publish("news:a", "{\"text\": \"✓\"}"));
      get(client.publish("news:a", "2"));

      await().until(() -> heard.equals(List.of("subscribed NONE", "{\"text\": \"✓\"}", "2")));
      assertThat(get(client.history("news:a", HistoryRequest.newest(1))).publications())
          .extracting(Publication::data, Publication::offset)
          .containsExactly(tuple("2", 2L));
      assertThat(get(client.presence("news:a"))).hasSize(1);
      assertThat(get(client.presenceStats("news:a")).clients()).isEqualTo(1);
      assertThat(get(client.ping())).isPositive();
      assertThatThrownBy(() -> get(client.rpc("no-such-method", "{}")))
          .cause()
          .isInstanceOfSatisfying(
              ErrorReplyException.class, error -> assertThat(error.code()).isEqualTo(108));
    }
    await().until(() -> states.equals(List.of(CONNECTING, CONNECTED, CLOSED)));
  }

  @Test
  void whatWasMissedWhileTheNetworkWasAwayIsRecoveredInOrderAndOnce() {
    URI address = server.ws("/connection/websocket");
    try (CuttingProxy proxy = CuttingProxy.to(address);
        CentrifugeClient reader = client(proxy.address());
        CentrifugeClient writer = HeartwireClient.centrifuge(address).build()) {
      get(writer.connect());
      get(reader.connect());
      reader.subscribe("news:b", SubscriptionOptions.RECOVERABLE, listener());
      await().until(() -> heard.size() == 1);
      publish(writer, 0, 50);
      await().until(() -> heard.contains("49"));
      proxy.down();
      await().until(() -> reader.state() == RECONNECTING);
      publish(writer, 50, 100);
      proxy.up();
      await().until(() -> heard.contains("subscribed COMPLETE"));
      publish(writer, 100, 150);

      await().until(() -> heard.contains("149"));
      assertThat(heard.stream().filter(line -> line.matches("\\d+")))
          .containsExactlyElementsOf(IntStream.range(0, 150).mapToObj(i -> "" + i).toList());
      assertThat(heard).containsSubsequence("49", "subscribed COMPLETE", "50");
      assertThat(states).containsExactly(CONNECTING, CONNECTED, RECONNECTING, CONNECTED);
    }
  }

  @Test
  void publicationsThatWereOnTheWireWhenTheNetworkWentArriveOnceAndInOrder() {
    URI address = server.ws("/connection/websocket");
    List<CompletionStage<?>> all = new ArrayList<>();
    try (CuttingProxy proxy = CuttingProxy.to(address);
        CentrifugeClient reader = client(address);
        CentrifugeClient writer = buffering(proxy.address())) {
      get(reader.connect());
      get(writer.connect());
      reader.subscribe("news:d", SubscriptionOptions.RECOVERABLE, listener()); // bursts are much
      await().until(() -> heard.size() == 1);
      for (int cut = 0; cut < 10; cut++) {
        for (int i = 0; i < 200; i++) {
          all.add(writer.publish("news:d", "" + all.size()));
        }
        proxy.down();
        await().until(() -> writer.state() == RECONNECTING);
        proxy.up();
        all.forEach(HeartwireClientIT::get);
      }

      await().until(() -> heard.contains("1999"));
    }
    assertThat(heard.stream().filter(line -> line.matches("\\d+")))
        .containsExactlyElementsOf(IntStream.range(0, 2000).mapToObj(i -> "" + i).toList());
  }

  @Test
  void aKilledServerIsWaitedForAndWhatItForgotIsTold() {
    try (CentrifugeClient client = client(server.ws("/connection/websocket"))) {
      get(client.connect());
      client.subscribe("news:c", SubscriptionOptions.RECOVERABLE, listener());
      await().until(() -> heard.size() == 1);
      get(client.publish("news:c", "\"before\""));
      await().until(() -> heard.size() == 2);

      server.kill();
      await().until(() -> client.state() == RECONNECTING);
      CompletionStage<?> waiting = client.publish("news:c", "\"meanwhile\"");
      server.startAgain();
      get(waiting);

      await().atMost(PATIENCE).until(() -> heard.contains("\"meanwhile\""));
      assertThat(heard)
          .containsExactly(
              "subscribed NONE", "\"before\"", "lost", "subscribed INCOMPLETE", "\"meanwhile\"");
      assertThat(states).containsExactly(CONNECTING, CONNECTED, RECONNECTING, CONNECTED);
    }
    await()
        .until(
            () -> states.equals(List.of(CONNECTING, CONNECTED, RECONNECTING, CONNECTED, CLOSED)));
  }

  @Test
  void rawMessagesGoBothWays() {
    try (RawClient client =
        HeartwireClient.raw(server.ws("/ws/lobby")).onText(heard::add).build()) {
      get(client.connect());
      get(client.send("hello"));
      await().until(() -> heard.equals(List.of("hello")));
      assertThat(get(client.ping())).isPositive();
    }
  }

  private CentrifugeClient client(URI address) {
    return HeartwireClient.centrifuge(address)
        .backoff(
            Backoff.DEFAULT.withMinimum(Duration.ofMillis(100)).withMaximum(Duration.ofSeconds(1)))
        .requests(WhileReconnecting.wait(10, PATIENCE))
        .onState(change -> states.add(change.to()))
        .build();
  }

  /**
   * Has a user, since a repetition of an anonymous client is not recognised over a new connection.
   */
  private static CentrifugeClient buffering(URI address) {
    return HeartwireClient.centrifuge(address)
        .tokens(TokenSupplier.of(Issuer.hmac(SECRET).token("{\"sub\":\"writer\"}")))
        .backoff(
            Backoff.DEFAULT.withMinimum(Duration.ofMillis(100)).withMaximum(Duration.ofMillis(200)))
        .requests(WhileReconnecting.buffer(1000, PATIENCE))
        .build();
  }

  private SubscriptionListener listener() {
    return new SubscriptionListener() {
      @Override
      public void onSubscribed(String channel, Subscribed subscribed) {
        heard.add("subscribed " + subscribed.recovery());
      }

      @Override
      public void onResubscribing(String channel, String reason) {
        heard.add("lost");
      }

      @Override
      public void onPublication(String channel, Publication publication) {
        heard.add(publication.data());
      }
    };
  }

  private static void publish(CentrifugeClient writer, int from, int to) {
    IntStream.range(from, to)
        .mapToObj(i -> writer.publish("news:b", "" + i))
        .toList()
        .forEach(HeartwireClientIT::get);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
