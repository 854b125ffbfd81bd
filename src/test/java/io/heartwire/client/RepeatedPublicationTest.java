package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedServer.Step;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Buffered publications are sent again only if they then still have their effect once. */
class RepeatedPublicationTest extends ClientFixture {
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @Test
  void aPublicationThatWasOnTheWireMustBeSentAgainWithItsKey() {
    server.on("connect", recognising("here"));
    CompletionStage<?> published = loseOne(connected(buffering()));
    String first = commands().get(0);
    server.on("publish", command -> command.succeed("{}"));
    comeBack(1);

    get(published);
    assertThat(key(commands(1).get(0))).isNotEmpty().isEqualTo(key(first));
  }

  @Test
  void everyPublicationMustHaveAKeyOfItsOwn() {
    server.on("connect", recognising("here"));
    CentrifugeClient client = connected(buffering());

    get(client.publish("news", "1"));
    get(client.publish("news", "1"));

    assertThat(commands()).extracting(RepeatedPublicationTest::key).doesNotHaveDuplicates();
  }

  @Test
  void anotherServerMustNotBeGivenARepetition() {
    server.on("connect", recognising("here"));
    CompletionStage<?> published = loseOne(connected(buffering()));
    server.on("connect", recognising("there"));
    comeBack(1);

    assertThat(failure(published, OutcomeUnknownException.class))
        .hasMessage(
            "publish was sent and not answered, and this server could not tell a repetition");
    assertThat(commands()).isEmpty();
  }

  @Test
  void aServerThatSaysNothingOfRepetitionsMustNotBeGivenAny() {
    CompletionStage<?> published = loseOne(connected(buffering()));

    assertThat(failure(published, OutcomeUnknownException.class))
        .hasMessageStartingWith("publish was sent and not answered: connection lost");
  }

  @Test
  void whenHalfTheWindowIsOverTheOutcomeMustBeUnknown() {
    server.on("connect", recognising("here", 1));
    CompletionStage<?> published = loseOne(connected(buffering()));
    comeBack(1); // after 750 ms

    failure(published, OutcomeUnknownException.class);
    assertThat(commands()).isEmpty();
  }

  @Test
  void onesThatWaitInVainMustTellWhetherTheyWereSent() throws Exception {
    server.on("connect", recognising("here"));
    CentrifugeClient client =
        connected(builder().requests(WhileReconnecting.buffer(3, Duration.ofSeconds(30))));
    CompletionStage<?> sent = loseOne(client);
    server.refuse();
    CompletionStage<?> unsent = client.publish("news", "2");
    time.advance(Duration.ofSeconds(30));

    assertThat(failure(sent, OutcomeUnknownException.class))
        .hasMessage("publish was sent and not answered: no connection within 30000 ms");
    failure(unsent, NotSentException.class);
  }

  @Test
  void closingMustTellTheSame() {
    server.on("connect", recognising("here"));
    CentrifugeClient client = connected(buffering());
    CompletionStage<?> sent = loseOne(client);
    CompletionStage<?> unsent = client.publish("news", "2");
    client.close();

    failure(sent, OutcomeUnknownException.class);
    failure(unsent, NotSentException.class);
  }

  @Test
  void clientsThatDoNotBufferMustNotAskNorHaveKeys() {
    CentrifugeClient client =
        connected(builder().requests(WhileReconnecting.wait(3, Duration.ofSeconds(30))));
    get(client.publish("news", "1"));

    assertThat(server.latest().texts()).noneMatch(text -> text.contains("idempotency"));
  }

  /** Publishes over a connection that breaks before the answer, and waits for that. */
  private CompletionStage<?> loseOne(CentrifugeClient client) {
    server.on("publish", command -> command.connection().reset());
    CompletionStage<?> published = client.publish("news", "1");
    recorded.change(ClientState.RECONNECTING);
    return published;
  }

  private CentrifugeClient.Builder buffering() {
    return builder().requests(WhileReconnecting.buffer(3, DEADLINE));
  }

  private static Step recognising(String scope) {
    return recognising(scope, 300);
  }

  private static Step recognising(String scope, int windowSeconds) {
    return command ->
        command.succeed(
            "{\"client\":\"c\",\"ping\":25,\"idempotency\":{\"scope\":\"%s\",\"window\":%d}}"
                .formatted(scope, windowSeconds));
  }

  private static String key(String line) {
    return line.replaceAll(".*\"idempotency_key\":\"([^\"]*)\".*", "$1");
  }
}
