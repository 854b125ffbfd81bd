package io.heartwire.client.pool;

import static io.heartwire.client.pool.ScriptedPool.get;
import static io.heartwire.client.pool.ScriptedPool.subscribe;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.HeartwireClient;
import io.heartwire.client.HistoryRequest;
import io.heartwire.client.Subscription;
import io.heartwire.testkit.ScriptedConnection;
import io.heartwire.testkit.ScriptedServer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The pool with real clients. */
class SessionPoolTest extends ScriptedPoolFixture {
  @Test
  void sessionMustReachTheServerAndServeTheNextBorrower() {
    server.on("rpc", command -> command.succeed("{\"data\":{\"answer\":42}}"));
    SessionPool<Session> sessions = scripted.open(settings -> settings.maximumSize(2));

    try (Session session = sessions.borrow()) {
      get(session.publish("orders:1", "{\"state\":\"paid\"}"));
      assertThat(get(session.rpc("ask", "{}"))).isEqualTo("{\"answer\":42}");
      assertThat(get(session.history("orders:1", HistoryRequest.newest(1))).publications())
          .isEmpty();
      assertThat(get(session.presence("orders:1"))).isEmpty();
      assertThat(get(session.presenceStats("orders:1")).clients()).isZero();
    }
    try (Session session = sessions.borrow()) {
      get(session.publish("orders:1", "{\"state\":\"sent\"}"));
    }

    assertThat(server.handshakes()).isEqualTo(1);
    assertThat(sessions.stats()).isEqualTo(new PoolStats(0, 1, 0, 0, 0, 0));
  }

  @Test
  void useAfterReturnMustBeAnError() {
    SessionPool<Session> sessions = scripted.open(settings -> {});
    Session session = sessions.borrow();
    session.close();

    assertThatIllegalStateException().isThrownBy(session::close);
    assertThatIllegalStateException().isThrownBy(() -> session.publish("a", "1"));
    assertThatIllegalStateException().isThrownBy(() -> session.rpc("a", "1"));
    assertThatIllegalStateException()
        .isThrownBy(() -> session.history("a", HistoryRequest.newest(1)));
    assertThatIllegalStateException().isThrownBy(() -> session.presence("a"));
    assertThatIllegalStateException().isThrownBy(() -> session.presenceStats("a"));
    assertThatIllegalStateException().isThrownBy(() -> subscribe(session, "a"));
    assertThat(sessions.stats().idle()).isEqualTo(1);
  }

  @Test
  void subscriptionLeftBehindMustEndBeforeTheNextBorrowerComes() {
    SessionPool<Session> sessions = scripted.open(settings -> settings.maximumSize(1));
    Session careless = sessions.borrow();
    Subscription left = subscribe(careless, "news");
    await().until(() -> left.state() == Subscription.State.SUBSCRIBED);
    careless.close();

    try (Session session = sessions.borrow()) {
      assertThat(left.state()).isEqualTo(Subscription.State.UNSUBSCRIBED);
      assertThat(server.latest().texts()).anyMatch(text -> text.contains("unsubscribe"));
      subscribe(session, "news"); // which another's subscription would forbid
    }
    assertThat(server.handshakes()).isEqualTo(1);
  }

  @Test
  void requestLeftBehindMustHaveItsAnswerBeforeTheNextBorrowerComes() {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    server.on(
        "publish",
        command -> {
          awaitQuietly(mayAnswer);
          command.succeed("{}");
        });
    SessionPool<Session> sessions = scripted.open(settings -> settings.maximumSize(1));
    CompletionStage<Void> published;
    try (Session session = sessions.borrow()) {
      published = session.publish("a", "1");
    }
    CompletableFuture<Session> next = sessions.borrowAsync();
    assertThat(next).isNotDone();

    mayAnswer.countDown();

    get(published);
    get(next).close();
    assertThat(server.handshakes()).isEqualTo(1);
  }

  @Test
  void interruptedBorrowerMustLeaveTheQueue() throws InterruptedException {
    SessionPool<Session> sessions = scripted.open(settings -> settings.maximumSize(1));
    Session held = sessions.borrow();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try (Session never = sessions.borrow()) {
                outcome.complete(new AssertionError("got " + never));
              } catch (PoolException expected) {
                outcome.complete(
                    Thread.currentThread().isInterrupted() ? expected : new AssertionError("flag"));
              }
            });
    waiting.start();
    await().until(() -> sessions.stats().waiting() == 1);

    waiting.interrupt();

    assertThat(get(outcome)).isInstanceOf(PoolException.class).hasMessageContaining("interrupted");
    waiting.join();
    assertThat(sessions.stats().waiting()).isZero();
    held.close();
    assertThat(sessions.stats().idle()).isEqualTo(1);
  }

  @Test
  void rawSessionsMustSendTextAndBytes() {
    try (SessionPool<RawSession> raw =
        SessionPool.raw(() -> HeartwireClient.raw(server.uri("/ws/lobby")))
            .settings(PoolSettings.builder().minimumIdle(0).build())
            .build()) {
      server.receives(
          new ScriptedServer.Receiver() {
            @Override
            public void text(ScriptedConnection connection, String message) {}

            @Override
            public void binary(ScriptedConnection connection, byte[] message) {}
          });
      try (RawSession session = raw.borrow()) {
        get(session.send("hello"));
        get(session.send(new byte[] {1, 2}));
        assertThat(session).hasToString("session 1");
      }
      await().until(() -> server.latest().binaries().size() == 1);
      assertThat(server.latest().texts()).containsExactly("hello");
    }
  }

  @Test
  void closedPoolMustLeaveNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < 3; i++) {
      SessionPool<Session> sessions = scripted.open(settings -> settings.minimumIdle(5));
      await().until(() -> sessions.stats().idle() == 5);
      sessions.close();
    }

    await()
        .untilAsserted(
            () -> {
              System.gc(); // before Java 21 an HTTP client ends with it
              assertThat(Thread.getAllStackTraces().keySet())
                  .filteredOn(SessionPoolTest::isOfClients)
                  .isSubsetOf(before);
            });
  }

  private static boolean isOfClients(Thread thread) {
    return thread.getName().startsWith("heartwire-client")
        || thread.getName().startsWith("HttpClient");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
