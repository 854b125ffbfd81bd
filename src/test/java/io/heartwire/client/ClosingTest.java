package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.Greeting;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A client that is closed ends soon and leaves no threads, in whatever state it is; and its
 * listeners do not disturb each other.
 */
class ClosingTest extends ClientFixture {

  @Test
  void closingMustEndWithTheServersAnswer() {
    CentrifugeClient client = connected();
    client.close();
    client.close();

    get(client.closed());
    await().until(() -> server.open() == 0);
    assertThat(recorded.states().stream().filter(ClientState.CLOSED::equals)).hasSize(1);
  }

  @Test
  void closingMustEndWithoutTheServersAnswerAfterASecond() {
    CentrifugeClient client = connected();
    server.latest().goSilent();
    client.close();
    assertThat(client.state()).isEqualTo(ClientState.CLOSED);
    await().until(() -> server.latest().closeCode() == 1000);
    assertThat(client.closed().toCompletableFuture()).isNotDone();

    time.advance(Duration.ofSeconds(1));

    get(client.closed());
  }

  @Test
  void closingMustEndAnAttempt() {
    server.greets(Greeting.hang());
    CentrifugeClient client = client(builder());
    CompletionStage<Void> connected = client.connect();
    await().until(() -> server.attempts() == 1);

    client.close();
    time.advance(Duration.ZERO);

    get(client.closed());
    failure(connected, NotSentException.class);
  }

  @Test
  void closingMustEndTheWaitForAnAttempt() throws Exception {
    server.refuse();
    CentrifugeClient client = client(builder());
    client.connect();
    Retry retry = recorded.retry(1);

    client.close();
    get(client.closed());
    time.advance(retry.delay());

    assertThat(time.waiting()).isZero();
    assertThat(recorded.change(ClientState.CLOSED).from()).isEqualTo(ClientState.CONNECTING);
  }

  @Test
  void aListenerMayCloseItsClient() {
    CentrifugeClient[] client = new CentrifugeClient[1];
    client[0] =
        client(
            builder()
                .onState(
                    change -> {
                      if (change.to() == ClientState.CONNECTED) {
                        client[0].close();
                      }
                    }));
    client[0].connect();

    get(client[0].closed());
    assertThat(recorded.change(ClientState.CLOSED).from()).isEqualTo(ClientState.CONNECTED);
  }

  @Test
  void manyThreadsMayCloseWhileOthersPublish() throws Exception {
    for (int round = 0; round < 5; round++) {
      CentrifugeClient client = connected();
      ExecutorService crowd = Executors.newFixedThreadPool(8);
      CountDownLatch go = new CountDownLatch(1);
      List<CompletionStage<?>> published = new CopyOnWriteArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        boolean closes = thread % 4 == 0;
        crowd.execute(
            () -> {
              awaitQuietly(go);
              for (int i = 0; i < 50; i++) {
                published.add(client.publish("news", "" + i));
              }
              if (closes) {
                client.close();
              }
            });
      }
      go.countDown();
      crowd.shutdown();
      await().until(crowd::isTerminated);
      get(client.closed());
      published.forEach(Stages::awaitEnd); // each comes to an outcome
      assertThat(published).hasSize(400);
    }
  }

  @Test
  void theLastClientMustLeaveNoThread() {
    Set<Thread> ofOthers = threads(); // of other tests in this JVM
    CentrifugeClient one = client(HeartwireClient.centrifuge(server.uri()));
    RawClient other = client(HeartwireClient.raw(server.uri("/ws/lobby")));
    get(one.connect());
    get(other.connect());
    assertThat(threads()).isNotEmpty();
    one.close();
    get(one.closed());
    get(other.ping());

    other.close();
    get(other.closed());

    await()
        .untilAsserted(
            () -> {
              System.gc(); // before Java 21 an HttpClient ends with this
              assertThat(threads()).isSubsetOf(ofOthers);
            });
  }

  @Test
  void listenersMustBeCalledOneAfterTheOtherAndSurviveOneThatThrows() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<String> seen = new CopyOnWriteArrayList<>();
    try (LogCapture log = new LogCapture(CallbackQueue.class)) {
      CentrifugeClient client = connected();
      client.subscribe(
          "news",
          SubscriptionOptions.PLAIN,
          new SubscriptionListener() {
            @Override
            public void onPublication(String channel, Publication publication) {
              assertThat(inside.incrementAndGet()).isEqualTo(1);
              seen.add(publication.data());
              inside.decrementAndGet();
              throw new IllegalStateException("a bug in the listener");
            }

            @Override
            public void onSubscribed(String channel, Subscribed subscribed) {
              seen.add("subscribed");
            }
          });
      await().until(() -> seen.size() == 1);
      List<String> expected = new ArrayList<>(List.of("subscribed"));
      for (int i = 0; i < 500; i++) {
        server.latest().sendText("{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":" + i + "}}}");
        expected.add("" + i);
      }

      await().until(() -> seen.size() == expected.size());

      assertThat(seen).isEqualTo(expected);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void anExecutorThatTakesNothingMoreMustNotLoseCallbacks() throws Exception {
    ExecutorService own = Executors.newSingleThreadExecutor();
    CentrifugeClient client = connected(builder().executor(own));
    try (LogCapture log = new LogCapture(CallbackQueue.class)) {
      own.shutdownNow();
      server.latest().reset();

      recorded.change(ClientState.RECONNECTING);

      assertThat(log.lines()).hasSize(1);
      assertThat(client.state()).isEqualTo(ClientState.RECONNECTING);
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(heartwire-client|HttpClient-).*"))
        .collect(Collectors.toSet());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
