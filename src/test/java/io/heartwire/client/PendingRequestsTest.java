package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Each request gets the outcome that it really had. */
class PendingRequestsTest extends ClientFixture {

  @Test
  void answersMustReachTheirRequests() {
    server.on("rpc", command -> command.succeed("{\"data\":{\"sum\": 3}}"));
    server.on(
        "history",
        command ->
            command.succeed(
                "{\"publications\":[{\"data\":1,\"offset\":4}],\"epoch\":\"e\",\"offset\":4}"));
    server.on(
        "presence",
        command -> command.succeed("{\"presence\":{\"c\":{\"user\":\"u\",\"client\":\"c\"}}}"));
    server.on("presence_stats", command -> command.succeed("{\"num_clients\":2,\"num_users\":1}"));
    CentrifugeClient client = connected();

    get(client.publish("news", "{\"a\":1}"));
    assertThat(get(client.rpc("add", "[1, 2]"))).isEqualTo("{\"sum\": 3}");
    assertThat(get(client.history("news", HistoryRequest.newest(1))))
        .isEqualTo(
            new HistoryPage(
                List.of(new Publication("1", 4, null, Map.of())), new StreamPosition(4, "e")));
    assertThat(get(client.presence("news")))
        .isEqualTo(Map.of("c", new ClientInfo("u", "c", null, null)));
    assertThat(get(client.presenceStats("news"))).isEqualTo(new PresenceStats(2, 1));
    assertThat(get(client.ping())).isZero();
    assertThat(client.requestsUnderWay()).isZero();
  }

  @Test
  void anErrorMustBeToldWithItsCode() {
    server.on("publish", command -> command.fail(103, "permission denied", false));
    CentrifugeClient client = connected();

    ErrorReplyException refused = failure(client.publish("news", "1"), ErrorReplyException.class);

    assertThat(refused.code()).isEqualTo(103);
    assertThat(refused).hasMessage("103 permission denied");
    assertThat(refused.isTemporary()).isFalse();
  }

  @Test
  void whatIsNoJsonMustNotBeSent() {
    CentrifugeClient client = connected();

    assertThatThrownBy(() -> client.publish("news", "hello"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a publication must be JSON");
  }

  @Test
  void withoutAConnectionRequestsMustFailAtOnceAsNotSent() throws Exception {
    CentrifugeClient client = connected();
    server.latest().reset();
    recorded.change(ClientState.RECONNECTING);

    assertThat(failure(client.publish("news", "1"), NotSentException.class))
        .hasMessage("publish was not sent: the client is RECONNECTING, and requests do not wait");
    comeBack(1);
    assertThat(commands()).isEmpty();
  }

  @Test
  void aClientThatWasNeverToldToConnectMustSaySo() {
    CentrifugeClient client = client(builder().requests(waiting()));

    assertThat(failure(client.publish("news", "1"), NotSentException.class))
        .hasMessage("publish was not sent: the client is DISCONNECTED");
  }

  @Test
  void requestsThatWaitMustBeSentOnceAndInOrder() throws Exception {
    CentrifugeClient client = connected(builder().requests(waiting()));
    server.latest().reset();
    recorded.change(ClientState.RECONNECTING);

    List<CompletionStage<?>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(client.publish("news", "" + i));
    }
    assertThat(client.requestsUnderWay()).isEqualTo(3);
    comeBack(1);

    all.forEach(ClientFixture::get);
    assertThat(commands())
        .extracting(line -> line.replaceAll(".*\"data\":(\\d).*", "$1"))
        .containsExactly("0", "1", "2");
  }

  @Test
  void waitingMustEndAtItsDeadlineAndItsLimit() throws Exception {
    CentrifugeClient client = connected(builder().requests(waiting()));
    server.refuse();
    server.latest().reset();
    recorded.change(ClientState.RECONNECTING);
    CompletionStage<?> first = client.publish("news", "1");
    client.publish("news", "2");
    client.publish("news", "3");

    assertThat(failure(client.publish("news", "4"), NotSentException.class))
        .hasMessage("publish was not sent: 3 requests wait for the connection already");
    time.advance(Duration.ofSeconds(30));
    assertThat(failure(first, NotSentException.class))
        .hasMessage("publish was not sent: no connection within 30000 ms");
    assertThat(client.requestsUnderWay()).isZero();
  }

  @Test
  void onlyPublicationsMustBeBuffered() throws Exception {
    CentrifugeClient client =
        connected(builder().requests(WhileReconnecting.buffer(3, Duration.ofSeconds(30))));
    server.latest().reset();
    recorded.change(ClientState.RECONNECTING);

    CompletionStage<?> published = client.publish("news", "1");
    failure(client.rpc("add", "1"), NotSentException.class);
    comeBack(1);

    get(published);
  }

  @Test
  void whatWasOnTheWireWhenTheConnectionBrokeMustBeUnknownAndNotBeRepeated() throws Exception {
    server.on("publish", command -> command.connection().reset());
    CentrifugeClient client = connected(builder().requests(waiting()));

    CompletionStage<?> published = client.publish("news", "1");

    assertThat(failure(published, OutcomeUnknownException.class))
        .hasMessageStartingWith("publish was sent and not answered: connection lost");
    comeBack(1);
    assertThat(commands()).isEmpty();
  }

  @Test
  void aRequestWithoutAnAnswerMustBeUnknownAfterItsTime() {
    server.on("publish", command -> {});
    CentrifugeClient client = connected();
    CompletionStage<?> published = client.publish("news", "1");
    commands(1);

    time.advance(Duration.ofSeconds(5));

    assertThat(failure(published, OutcomeUnknownException.class))
        .hasMessage("publish was not answered within 5000 ms");
    assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
  }

  @Test
  void unansweredRequestsMustBeFew() {
    server.on("publish", command -> {});
    CentrifugeClient client = connected(builder().maxRequests(2));
    client.publish("news", "1");
    client.publish("news", "2");

    assertThat(failure(client.publish("news", "3"), NotSentException.class))
        .hasMessageContaining("2 requests (maxRequests) are unanswered");
  }

  @Test
  void closingMustEndEveryRequest() throws Exception {
    server.on("publish", command -> {});
    CentrifugeClient client = connected(builder().requests(waiting()));
    CompletionStage<?> sent = client.publish("news", "1");
    commands(1);
    client.close();

    failure(sent, OutcomeUnknownException.class);
    assertThat(failure(client.publish("news", "2"), NotSentException.class))
        .hasMessage("publish was not sent: the client is CLOSED");
    assertThatThrownBy(() -> client.subscribe("news", SubscriptionOptions.PLAIN, recorded))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void giveUpMustEndWhatWaits() {
    server.on("connect", command -> {});
    CentrifugeClient client = client(builder().requests(waiting()));
    client.connect();
    CompletionStage<?> published = client.publish("news", "1");
    await().until(() -> server.handshakes() == 1);
    server.on("connect", command -> command.fail(101, "unauthorized", false));

    time.advance(Duration.ofSeconds(10)); // the greeting's time is over
    time.advance(recorded.retry(1).delay());

    assertThat(failure(published, NotSentException.class))
        .hasMessage("publish was not sent: rejected with 101 unauthorized");
  }

  @Test
  void manyRequestsAtOnceMustShareFramesAndAllBeAnswered() {
    CentrifugeClient client = connected();
    List<CompletionStage<?>> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(client.publish("news", "" + i));
    }

    all.forEach(ClientFixture::get);

    assertThat(commands()).hasSize(1000);
    assertThat(server.frames()).isLessThanOrEqualTo(1001);
  }

  private static WhileReconnecting waiting() {
    return WhileReconnecting.wait(3, Duration.ofSeconds(30));
  }
}
