package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ScriptedCommand;
import io.heartwire.testkit.ScriptedServer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClientSubscriptionTest extends ClientFixture {
  private static final String POSITION = "\"recoverable\":true,\"epoch\":\"e\"";

  @Test
  void publicationsMustReachTheListenerInOrder() throws Exception {
    CentrifugeClient client = connected();
    Subscription event = client.subscribe("news", SubscriptionOptions.PLAIN, recorded);
    recorded.lines(1);
    for (int i = 1; i <= 3; i++) {
      publish(i, 0);
    }

    assertThat(recorded.lines(4))
        .containsExactly("news subscribed NONE", "news 1", "news 2", "news 3");
    assertThat(event.state()).isEqualTo(Subscription.State.SUBSCRIBED);
    assertThat(event.channel()).isEqualTo("news");
    assertThat(client.subscriptions()).containsExactly(event);
  }

  @Test
  void whatIsSubscribedBeforeConnectingMustFollowTheGreeting() {
    CentrifugeClient client = client(builder());
    client.subscribe("news", SubscriptionOptions.PLAIN, recorded);
    assertThat(recorded.lines()).isEmpty();

    get(client.connect());

    assertThat(recorded.lines(1)).containsExactly("news subscribed NONE");
  }

  @Test
  void afterAReconnectMissedPublicationsMustComeOnceAndInOrder() throws Exception {
    server.on("subscribe", command -> command.succeed("{" + POSITION + ",\"offset\":2}"));
    CentrifugeClient client = connected();
    Subscription event = client.subscribe("news", SubscriptionOptions.RECOVERABLE, recorded);
    recorded.lines(1);
    publish(3, 3);
    recorded.lines(2);
    assertThat(event.position()).isEqualTo(new StreamPosition(3, "e"));
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
    recorded.lines(6);
    publish(5, 5); // again
    publish(6, 6);

    assertThat(recorded.lines(7))
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
    connected().subscribe("news", SubscriptionOptions.RECOVERABLE, recorded);
    recorded.lines(1);

    server.latest().reset();
    comeBack(1);

    assertThat(recorded.lines(3))
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
    connected().subscribe("news", SubscriptionOptions.PLAIN.since(old), recorded);

    assertThat(recorded.lines(1)).containsExactly("news subscribed INCOMPLETE");
  }

  @Test
  void aRefusedSubscriptionMustEndWithTheCode() {
    server.on("subscribe", command -> command.fail(103, "permission denied", false));
    CentrifugeClient client = connected();
    Subscription event = client.subscribe("news", SubscriptionOptions.PLAIN, recorded);

    assertThat(recorded.lines(1)).containsExactly("news unsubscribed 103 permission denied");
    assertThat(event.state()).isEqualTo(Subscription.State.UNSUBSCRIBED);
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
    connected().subscribe("news", SubscriptionOptions.PLAIN, recorded);

    passUntilItIsTold();

    assertThat(recorded.lines()).containsExactly("news subscribed NONE");
    assertThat(asked).hasValue(2);
  }

  @Test
  void aSubscriptionWithoutAnAnswerMustCostTheConnection() {
    server.on("subscribe", command -> {});
    connected().subscribe("news", SubscriptionOptions.PLAIN, recorded);
    commands(1);

    time.advance(Duration.ofSeconds(5));

    assertThat(recorded.change(ClientState.RECONNECTING).reason())
        .asString()
        .contains("subscribing to news", "not answered within 5000 ms");
  }

  @Test
  void thousandsOfSubscriptionsMustBeginAndComeBackWithinTheLimits() throws Exception {
    int count = 4000;
    AtomicInteger most = new AtomicInteger();
    Queue<ScriptedCommand> unanswered = new ConcurrentLinkedQueue<>();
    server.on(
        "subscribe",
        command -> {
          unanswered.add(command);
          most.accumulateAndGet(unanswered.size(), Math::max);
        });
    CentrifugeClient client = client(builder());
    for (int i = 0; i < count; i++) {
      client.subscribe("channel:" + i, SubscriptionOptions.PLAIN, recorded);
    }
    get(client.connect());
    answerAll(unanswered, count);
    awaitAll(client);

    server.latest().reset();
    comeBack(1);
    answerAll(unanswered, count);

    awaitAll(client);
    assertThat(client.subscriptions()).hasSize(count);
    assertThat(most).hasValueLessThanOrEqualTo(SubscribeLimiter.MOST_AT_A_TIME);
    assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
  }

  @Test
  void aSubscriptionThatIsUnwantedBeforeItsTurnMustNotBeAskedFor() {
    Queue<ScriptedCommand> unanswered = new ConcurrentLinkedQueue<>();
    server.on("subscribe", unanswered::add);
    CentrifugeClient client = connected();
    for (int i = 0; i < SubscribeLimiter.MOST_AT_A_TIME; i++) {
      client.subscribe("channel:" + i, SubscriptionOptions.PLAIN, recorded);
    }
    client.subscribe("unwanted", SubscriptionOptions.PLAIN, recorded).unsubscribe();
    client.subscribe("wanted", SubscriptionOptions.PLAIN, recorded);

    answerAll(unanswered, SubscribeLimiter.MOST_AT_A_TIME + 1);

    assertThat(commands())
        .noneMatch(line -> line.contains("\"subscribe\":{\"channel\":\"unwanted"));
    awaitAll(client);
  }

  private static void awaitAll(CentrifugeClient client) {
    await()
        .until(
            () ->
                client.subscriptions().stream()
                    .allMatch(each -> each.state() == Subscription.State.SUBSCRIBED));
  }

  private static void answerAll(Queue<ScriptedCommand> unanswered, int count) {
    AtomicInteger answered = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              for (ScriptedCommand each = unanswered.poll();
                  each != null;
                  each = unanswered.poll()) {
                each.succeed("{}");
                answered.incrementAndGet();
              }
              return answered.get() == count;
            });
  }

  @Test
  void theServersEndMustBeFinalOrNotAsItsCodeSays() throws Exception {
    CentrifugeClient client = connected();
    client.subscribe("news", SubscriptionOptions.PLAIN, recorded);
    recorded.lines(1);

    unsubscribe(2500, "insufficient state");
    assertThat(recorded.lines(3)).endsWith("news resubscribing", "news subscribed NONE");
    unsubscribe(2000, "server unsubscribe");

    assertThat(recorded.lines(4)).endsWith("news unsubscribed 2000 server unsubscribe");
    assertThat(client.subscriptions()).isEmpty();
  }

  @Test
  void unsubscribingMustTellTheServerAndMakeRoom() {
    CentrifugeClient client = connected();
    Subscription event = client.subscribe("news", SubscriptionOptions.PLAIN, recorded);
    recorded.lines(1);
    assertThatThrownBy(() -> client.subscribe("news", SubscriptionOptions.PLAIN, recorded))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("already subscribed to news: unsubscribe that first");

    event.unsubscribe();
    event.unsubscribe();
    client.subscribe("news", SubscriptionOptions.PLAIN, recorded);

    assertThat(recorded.lines(3))
        .endsWith("news unsubscribed 0 unsubscribed", "news subscribed NONE");
    assertThat(commands(3).get(1)).contains("\"unsubscribe\":{\"channel\":\"news\"}");
  }

  @Test
  void joinsAndLeavesMustBeTold() throws Exception {
    connected().subscribe("news", SubscriptionOptions.PLAIN.withJoinLeave(), recorded);
    recorded.lines(1);
    String ann = "{\"info\":{\"user\":\"ann\",\"client\":\"c\"}}";
    push("\"join\":" + ann);
    push("\"leave\":" + ann);

    assertThat(recorded.lines(3)).endsWith("news joined ann", "news left ann");
    assertThat(commands(1).get(0)).contains("\"join_leave\":true");
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
            SubscriptionOptions.PLAIN.withTokens(() -> "token-" + tokens.incrementAndGet()),
            recorded);
    passUntilItIsTold();

    time.advance(Duration.ofSeconds(54)); // nine tenths, and no time for the answer to be late
    await().until(() -> commands().stream().anyMatch(line -> line.contains("sub_refresh")));
    assertThat(commands())
        .anyMatch(
            line -> line.endsWith("\"sub_refresh\":{\"channel\":\"news\",\"token\":\"token-3\"}}"));
  }

  /** In steps that leave an answer on its way some seconds before it is late. */
  private void passUntilItIsTold() {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              time.advance(Duration.ofMillis(5));
              return !recorded.lines().isEmpty();
            });
  }

  private void publish(int data, long offset) throws Exception {
    push("\"pub\":{\"data\":" + data + (offset == 0 ? "}" : ",\"offset\":" + offset + "}"));
  }

  private void unsubscribe(int code, String reason) throws Exception {
    push("\"unsubscribe\":{\"code\":%d,\"reason\":\"%s\"}".formatted(code, reason));
  }

  private void push(String event) throws Exception {
    server.latest().sendText("{\"push\":{\"channel\":\"news\"," + event + "}}");
  }
}
