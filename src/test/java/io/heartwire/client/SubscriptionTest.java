package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubscriptionTest extends ClientFixture {
  private static final String POSITION = "\"recoverable\":true,\"epoch\":\"e\"";

  @Test
  void publicationsMustReachTheListenerInOrder() throws Exception {
    CentrifugeClient client = connected();
    Subscription news = client.subscribe("news", SubscriptionOptions.PLAIN, diary);
    diary.lines(1);
    for (int i = 1; i <= 3; i++) {
      publish(i, 0);
    }

    assertThat(diary.lines(4))
        .containsExactly("news subscribed NONE", "news 1", "news 2", "news 3");
    assertThat(news.state()).isEqualTo(Subscription.State.SUBSCRIBED);
    assertThat(news.channel()).isEqualTo("news");
    assertThat(client.subscriptions()).containsExactly(news);
  }

  @Test
  void whatIsSubscribedBeforeConnectingMustFollowTheGreeting() {
    CentrifugeClient client = client(builder());
    client.subscribe("news", SubscriptionOptions.PLAIN, diary);
    assertThat(diary.lines()).isEmpty();

    get(client.connect());

    assertThat(diary.lines(1)).containsExactly("news subscribed NONE");
  }

  @Test
  void afterAReconnectMissedPublicationsMustComeOnceAndInOrder() throws Exception {
    server.on("subscribe", command -> command.succeed("{" + POSITION + ",\"offset\":2}"));
    CentrifugeClient client = connected();
    Subscription news = client.subscribe("news", SubscriptionOptions.RECOVERABLE, diary);
    diary.lines(1);
    publish(3, 3);
    diary.lines(2);
    assertThat(news.position()).isEqualTo(new StreamPosition(3, "e"));
    server.on(
        "subscribe",
        command ->
            command.succeed(
                "{"
                    + POSITION
                    + ",\"offset\":5,\"recovered\":true,\"was_recovering\":true,\"publications\":["
                    + "{\"data\":4,\"offset\":4},{\"data\":5,\"offset\":5}]}"));

    server.latest().reset();
    comeBack(1);
    diary.lines(6);
    publish(5, 5); // again
    publish(6, 6);

    assertThat(diary.lines(7))
        .containsExactly(
            "news subscribed NONE",
            "news 3",
            "news resubscribing",
            "news subscribed COMPLETE",
            "news 4",
            "news 5",
            "news 6");
    assertThat(commands(1).get(0)).contains("\"recover\":true,\"offset\":3,\"epoch\":\"e\"");
  }

  @Test
  void theApplicationMustLearnThatSomethingIsLost() throws Exception {
    server.on("subscribe", command -> command.succeed("{" + POSITION + ",\"offset\":2}"));
    connected().subscribe("news", SubscriptionOptions.RECOVERABLE, diary);
    diary.lines(1);

    server.latest().reset();
    comeBack(1);

    assertThat(diary.lines(3))
        .containsExactly(
            "news subscribed NONE", "news resubscribing", "news subscribed INCOMPLETE");
  }

  @Test
  void aPositionThatTheServerHasNotMustBeGivenUp() throws Exception {
    server.on(
        "subscribe",
        command -> {
          if (command.body().has("recover")) {
            command.fail(112, "unrecoverable position", false);
          } else {
            command.succeed("{" + POSITION + ",\"offset\":2}");
          }
        });
    StreamPosition old = new StreamPosition(9, "old");
    connected().subscribe("news", SubscriptionOptions.PLAIN.since(old), diary);

    assertThat(diary.lines(1)).containsExactly("news subscribed INCOMPLETE");
  }

  @Test
  void aRefusedSubscriptionMustEndWithTheCode() {
    server.on("subscribe", command -> command.fail(103, "permission denied", false));
    CentrifugeClient client = connected();
    Subscription news = client.subscribe("news", SubscriptionOptions.PLAIN, diary);

    assertThat(diary.lines(1)).containsExactly("news unsubscribed 103 permission denied");
    assertThat(news.state()).isEqualTo(Subscription.State.UNSUBSCRIBED);
    assertThat(client.subscriptions()).isEmpty();
  }

  @Test
  void anErrorThatMayPassMustBeTriedAgain() {
    AtomicInteger asked = new AtomicInteger();
    server.on(
        "subscribe",
        command -> {
          if (asked.incrementAndGet() == 1) {
            command.fail(100, "internal server error", true);
          } else {
            command.succeed("{}");
          }
        });
    connected().subscribe("news", SubscriptionOptions.PLAIN, diary);

    await()
        .until(
            () -> {
              time.advance(Duration.ofMillis(750));
              return !diary.lines().isEmpty();
            });

    assertThat(diary.lines()).containsExactly("news subscribed NONE");
    assertThat(asked).hasValue(2);
  }

  @Test
  void aSubscriptionWithoutAnAnswerMustCostTheConnection() {
    server.on("subscribe", command -> {});
    connected().subscribe("news", SubscriptionOptions.PLAIN, diary);
    commands(1);

    time.advance(Duration.ofSeconds(5));

    assertThat(diary.change(ClientState.RECONNECTING).reason())
        .isEqualTo(new Failure.Silent(Duration.ofSeconds(5)));
  }

  @Test
  void theServersEndMustBeFinalOrNotAsItsCodeSays() throws Exception {
    CentrifugeClient client = connected();
    client.subscribe("news", SubscriptionOptions.PLAIN, diary);
    diary.lines(1);

    unsubscribe(2500, "insufficient state");
    assertThat(diary.lines(3)).endsWith("news resubscribing", "news subscribed NONE");
    unsubscribe(2000, "server unsubscribe");

    assertThat(diary.lines(4)).endsWith("news unsubscribed 2000 server unsubscribe");
    assertThat(client.subscriptions()).isEmpty();
  }

  @Test
  void unsubscribingMustTellTheServerAndMakeRoom() {
    CentrifugeClient client = connected();
    Subscription news = client.subscribe("news", SubscriptionOptions.PLAIN, diary);
    diary.lines(1);
    assertThatThrownBy(() -> client.subscribe("news", SubscriptionOptions.PLAIN, diary))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("already subscribed to news: unsubscribe that first");

    news.unsubscribe();
    news.unsubscribe();
    client.subscribe("news", SubscriptionOptions.PLAIN, diary);

    assertThat(diary.lines(3)).endsWith("news unsubscribed 0 unsubscribed", "news subscribed NONE");
    assertThat(commands(3).get(1)).contains("\"unsubscribe\":{\"channel\":\"news\"}");
  }

  @Test
  void joinsAndLeavesMustBeTold() throws Exception {
    connected().subscribe("news", SubscriptionOptions.PLAIN.withJoinLeave(), diary);
    diary.lines(1);
    String ann = "{\"info\":{\"user\":\"ann\",\"client\":\"c\"}}";
    push("\"join\":" + ann);
    push("\"leave\":" + ann);

    assertThat(diary.lines(3)).endsWith("news joined ann", "news left ann");
    assertThat(commands(1).get(0)).contains("\"join_leave\":true");
  }

  @Test
  void theServersSubscriptionsMustBeToldAndRecovered() throws Exception {
    String greeting =
        "{\"client\":\"c\",\"ping\":25,\"subs\":{\"own\":{%s,\"offset\":%d,\"recovered\":%b,"
            + "\"publications\":%s}}}";
    server.on("connect", command -> command.succeed(greeting.formatted(POSITION, 1, false, "[]")));
    connected(builder().onServerSubscriptions(diary));
    assertThat(diary.lines(1)).containsExactly("own subscribed NONE");
    server.latest().sendText("{\"push\":{\"channel\":\"own\",\"pub\":{\"data\":2,\"offset\":2}}}");
    diary.lines(2);
    server.on(
        "connect",
        command ->
            command.succeed(greeting.formatted(POSITION, 3, true, "[{\"data\":3,\"offset\":3}]")));

    server.latest().reset();
    comeBack(1);

    assertThat(diary.lines(5))
        .containsExactly(
            "own subscribed NONE",
            "own 2",
            "own resubscribing",
            "own subscribed COMPLETE",
            "own 3");
    assertThat(server.latest().texts().get(0))
        .contains("\"subs\":{\"own\":{\"recover\":true,\"offset\":2,\"epoch\":\"e\"}}");
  }

  @Test
  void theServerMaySubscribeAndUnsubscribeLater() throws Exception {
    server.on("connect", ScriptedServer.welcome(25));
    connected(builder().onServerSubscriptions(diary));
    push("\"subscribe\":{}");
    push("\"pub\":{\"data\":1}");
    push("\"unsubscribe\":{\"code\":2000,\"reason\":\"over\"}");
    push("\"pub\":{\"data\":2}");
    push("\"subscribe\":{}");

    assertThat(diary.lines(4))
        .containsExactly(
            "news subscribed NONE",
            "news 1",
            "news unsubscribed 2000 over",
            "news subscribed NONE");
  }

  @Test
  void aTokenMustBeBroughtAndRenewedAndReplacedWhenItExpired() {
    AtomicInteger tokens = new AtomicInteger();
    server.on("connect", ScriptedServer.welcome(1000));
    server.on(
        "subscribe",
        command -> {
          if (command.text("token").equals("token-1")) {
            command.fail(109, "token expired", false);
          } else {
            command.succeed("{\"expires\":true,\"ttl\":60}");
          }
        });
    connected()
        .subscribe(
            "news",
            SubscriptionOptions.PLAIN.withTokens(
                () -> CompletableFuture.completedFuture("token-" + tokens.incrementAndGet())),
            diary);
    await()
        .until(
            () -> {
              time.advance(Duration.ofMillis(750));
              return !diary.lines().isEmpty();
            });

    await()
        .until(
            () -> {
              time.advance(Duration.ofSeconds(10));
              return commands().stream().anyMatch(line -> line.contains("sub_refresh"));
            });

    assertThat(commands())
        .anyMatch(
            line -> line.endsWith("\"sub_refresh\":{\"channel\":\"news\",\"token\":\"token-3\"}}"));
  }

  private void publish(int data, long offset) throws Exception {
    push("\"pub\":{\"data\":" + data + (offset == 0 ? "}" : ",\"offset\":" + offset + "}"));
  }

  private void unsubscribe(int code, String reason) throws Exception {
    push("\"unsubscribe\":{\"code\":%d,\"reason\":\"%s\"}".formatted(code, reason));
  }

  private void push(String news) throws Exception {
    server.latest().sendText("{\"push\":{\"channel\":\"news\"," + news + "}}");
  }
}
