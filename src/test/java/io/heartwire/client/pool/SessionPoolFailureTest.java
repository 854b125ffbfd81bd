package io.heartwire.client.pool;

import static io.heartwire.client.pool.ScriptedPool.get;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.ErrorReplyException;
import io.heartwire.client.Failure;
import io.heartwire.testkit.Greeting;
import io.heartwire.testkit.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The pool when its server fails. */
class SessionPoolFailureTest extends ScriptedPoolFixture {
  @Test
  void sessionThatWasResetInUseMustNeverBeLentAgain() {
    server.on("publish", command -> command.connection().resetMidFrame());
    SessionPool<Session> sessions = scripted.open(settings -> settings.maximumSize(1));

    try (Session session = sessions.borrow()) {
      assertThatThrownBy(() -> get(session.publish("a", "1"))).isNotNull();
    }
    server.on("publish", command -> command.succeed("{}"));
    try (Session session = sessions.borrow()) {
      get(session.publish("a", "1"));
    }

    assertThat(server.handshakes()).isEqualTo(2);
    assertThat(server.highestOpen()).isEqualTo(1);
  }

  @Test
  void aRequestMustFailWithTheExceptionItselfAndNotAWrappedOne() {
    server.on("publish", command -> command.fail(103, "permission denied", false));
    SessionPool<Session> sessions = scripted.open(settings -> settings.maximumSize(1));
    CompletableFuture<Throwable> heard = new CompletableFuture<>();

    try (Session session = sessions.borrow()) {
      session.publish("a", "1").whenComplete((done, failure) -> heard.complete(failure));
      assertThat(get(heard)).isInstanceOf(ErrorReplyException.class);
    }
  }

  @Test
  void sessionClosedByTheServerWhileIdleMustNotBeLent() throws IOException {
    SessionPool<Session> sessions = scripted.open(settings -> settings.maximumSize(1));
    sessions.borrow().close();
    server.latest().close(3001, "shutdown");
    await().until(() -> sessions.stats().idle() == 0);

    try (Session session = sessions.borrow()) {
      get(session.publish("a", "1"));
    }

    assertThat(server.handshakes()).isEqualTo(2);
  }

  @Test
  void sessionThatIsSilentMustBeReplacedBeforeItIsLent() {
    SessionPool<Session> sessions =
        scripted.open(
            settings ->
                settings
                    .maximumSize(1)
                    .validateAfter(Duration.ZERO)
                    .pingTimeout(Duration.ofSeconds(1))); // the new one has to answer, too
    sessions.borrow().close();
    server.latest().goSilent();

    try (Session session = sessions.borrow()) {
      get(session.publish("a", "1"));
    }

    assertThat(server.handshakes()).isEqualTo(2);
  }

  @Test
  void finalRefusalMustReachTheBorrowerAtOnce() {
    server.greets(Greeting.status(401));
    try (LogCapture log = new LogCapture(SessionPool.class)) {
      SessionPool<Session> sessions = scripted.open(settings -> settings.minimumIdle(0));

      assertThatThrownBy(sessions::borrow)
          .isInstanceOf(PoolException.class)
          .cause()
          .isInstanceOfSatisfying(
              OpenException.class,
              why -> assertThat(why.failure()).isInstanceOf(Failure.HttpStatus.class));
      assertThat(log.lines()).singleElement().asString().contains("no session can be opened");
    }
  }

  @Test
  void borrowerMustSurviveAServerThatIsAwayForAMoment() throws IOException {
    server.refuse();
    try (LogCapture log = new LogCapture(SessionPool.class)) {
      SessionPool<Session> sessions = scripted.open(settings -> settings.minimumIdle(0));
      CompletableFuture<Session> borrower = sessions.borrowAsync();
      await().until(() -> !log.lines().isEmpty());

      server.listen();

      get(borrower).close();
    }
  }

  @Test
  void borrowerThatWaitsInVainMustLearnTheCauseWhereItWaits() throws IOException {
    server.refuse();
    try (LogCapture log = new LogCapture(SessionPool.class)) {
      SessionPool<Session> sessions =
          scripted.open(settings -> settings.borrowTimeout(Duration.ofSeconds(2)));

      assertThatThrownBy(sessions::borrow)
          .isInstanceOf(BorrowTimeoutException.class)
          .hasMessageContaining("waiting 1")
          .hasMessageContaining("refused")
          .satisfies(
              thrown ->
                  assertThat(thrown.getStackTrace())
                      .anyMatch(frame -> frame.getMethodName().startsWith("borrowerThatWaits")));
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void closeMustEndEvenAHandshakeThatHangs() {
    server.greets(Greeting.hang());
    SessionPool<Session> sessions = scripted.open(settings -> settings.minimumIdle(3));
    CompletableFuture<Session> borrower = sessions.borrowAsync();
    await().until(() -> server.attempts() == 4);

    CompletionStage<Void> closed = sessions.closeAsync();

    // A handshake may take 10 s.
    await().atMost(8, SECONDS).until(closed.toCompletableFuture()::isDone);
    assertThat(borrower).failsWithin(Duration.ofSeconds(20));
    assertThat(sessions.stats().total()).isZero();
  }
}
