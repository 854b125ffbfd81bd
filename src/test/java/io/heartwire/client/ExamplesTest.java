package io.heartwire.client;

import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.GuideExamples;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Runs the examples of the guide, but for those on the session pool. */
class ExamplesTest extends GuideExamples {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final ScriptedServer server = server();
  private final URI address = server.uri();

  ExamplesTest() throws IOException {}

  @Test
  void publicationMustArriveAndBeSent() throws Exception {
    CentrifugeClient client =
        HeartwireClient.centrifuge(address).tokens(() -> fetchToken()).build();
    client.connect().join();
    client.subscribe("orders:42", (channel, publication) -> show(publication.data()));
    client.publish("orders:42", "{\"state\":\"paid\"}").join();

    server.latest().sendText("{\"push\":{\"channel\":\"orders:42\",\"pub\":{\"data\":{}}}}");
    await().until(() -> log.equals(List.of("{}")));
    client.close();
  }

  @Test
  void subscriptionMustBeHeardAndOutcomeBeTold() throws Exception {
    CentrifugeClient client = HeartwireClient.centrifuge(address).build();
    client.connect().join();
    client.subscribe(
        "orders:42",
        SubscriptionOptions.RECOVERABLE,
        new SubscriptionListener() {
          @Override
          public void onPublication(String channel, Publication publication) {
            show(publication.data());
          }

          @Override
          public void onSubscribed(String channel, Subscribed subscribed) {
            if (subscribed.recovery() == Subscribed.Recovery.INCOMPLETE) {
              reload();
            }
          }
        });
    await().until(() -> client.subscriptions().get(0).state() == Subscription.State.SUBSCRIBED);
    server.latest().sendText("{\"push\":{\"channel\":\"orders:42\",\"pub\":{\"data\":{}}}}");
    await().until(() -> log.equals(List.of("{}")));

    tellOutcome(client);
    await().until(() -> log.contains("accepted"));
    server.on("publish", command -> command.fail(103, "permission denied", false));
    tellOutcome(client);
    await().until(() -> log.contains("refused with 103"));
    client.close();
    tellOutcome(client);
    await().until(() -> log.contains("had no effect: try again"));
  }

  private void tellOutcome(CentrifugeClient client) {
    client
        .publish("orders:42", "{\"state\":\"paid\"}")
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                log("accepted");
              } else if (failure instanceof NotSentException) {
                log("had no effect: try again");
              } else if (failure instanceof OutcomeUnknownException) {
                log("may have had its effect: look before trying again");
              } else if (failure instanceof ErrorReplyException refusal) {
                log("refused with " + refusal.code());
              }
            });
  }

  @Test
  void statesMustBeLogged() {
    CentrifugeClient client =
        HeartwireClient.centrifuge(address)
            .tokens(() -> fetchToken())
            .backoff(Backoff.DEFAULT.withMaximum(Duration.ofSeconds(5)))
            .requests(WhileReconnecting.wait(100, Duration.ofSeconds(10)))
            .onState(change -> log("now " + change.to() + " since " + change.reason()))
            .onRetry(retry -> log("attempt " + retry.attempt() + " follows " + retry.failure()))
            .build();
    client.connect();

    await().until(() -> log.contains("now CONNECTED since established"));
    client.close();
    await().until(() -> log.contains("now CLOSED since asked"));
  }

  @Test
  void rawMessageMustBeSent() {
    URI address = server.uri("/ws/lobby");
    server.receives((connection, message) -> connection.sendText(message));
    RawClient client = HeartwireClient.raw(address).onText(message -> show(message)).build();
    client.connect().join();
    client.send("hello").join();

    await().until(() -> log.equals(List.of("hello")));
    client.close();
  }

  @Test
  void examplesOfTheGuideMustBeThese() throws IOException {
    assertTested(false, 5);
  }

  private void show(String data) {
    log.add(data);
  }

  private void log(String line) {
    log.add(line);
  }

  private void reload() {
    log.add("reload");
  }

  private String fetchToken() {
    return "token";
  }
}
