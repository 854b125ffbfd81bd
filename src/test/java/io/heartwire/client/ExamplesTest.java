package io.heartwire.client;

import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.GuideExamples;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of the guide, which have to work and to be those of the guide. */
class ExamplesTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private ScriptedServer server;
  private URI address;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    address = server.uri();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void publicationMustArriveAndBeSent() throws Exception {
    CentrifugeClient client = HeartwireClient.centrifuge(address).build();
    client.connect();
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

    client
        .publish("orders:42", "{\"state\":\"paid\"}")
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                log("taken");
              } else if (failure instanceof NotSentException) {
                log("had no effect: try again");
              } else if (failure instanceof OutcomeUnknownException) {
                log("may have had its effect: look before trying again");
              } else if (failure instanceof ErrorReplyException refusal) {
                log("refused with " + refusal.code());
              }
            });

    await().until(() -> log.contains("taken"));
    client.close();
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
    RawClient client =
        HeartwireClient.raw(address)
            .onMessage(
                new RawListener() {
                  @Override
                  public void onText(String message) {
                    show(message);
                  }
                })
            .build();
    client.connect().thenCompose(done -> client.send("hello"));

    await().until(() -> log.equals(List.of("hello")));
    client.close();
  }

  @Test
  void examplesOfTheGuideMustBeThese() throws IOException {
    GuideExamples.assertTestedBy(ExamplesTest.class, false, 4);
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

  private CompletionStage<String> fetchToken() {
    return CompletableFuture.completedFuture("token");
  }
}
