package io.heartwire.client.pool;

import static io.heartwire.client.pool.LeaseManagerFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.client.Backoff;
import io.heartwire.testkit.LogCapture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionOpenerTest {
  private static final Backoff BACKOFF =
      Backoff.DEFAULT
          .withJitter(false)
          .withMinimum(Duration.ofMillis(500))
          .withMaximum(Duration.ofMillis(2000));

  private final LeaseManagerFixture pool =
      new LeaseManagerFixture(
          settings -> settings.backoff(BACKOFF).borrowTimeout(Duration.ofMillis(10_000)));
  private LogCapture log;

  @BeforeEach
  void listen() {
    log = new LogCapture(SessionPool.class);
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void borrowerMustGetTheFirstSessionThatCanBeOpened() {
    pool.factory.fail(new RuntimeException("refused"));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.leases.borrow();
    assertThat(borrower).isNotDone();

    pool.factory.fail(null);
    pool.afterMillis(499);
    assertThat(borrower).isNotDone();
    pool.afterMillis(1);

    assertThat(borrower).isCompleted();
  }

  @Test
  void anAttemptThatCannotEvenBeginMustNotKeepItsPlace() {
    pool.factory.breakWith(new NoClassDefFoundError("what the application makes clients with"));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.leases.borrow();
    assertThat(pool.leases.stats().opening()).isZero();

    pool.factory.breakWith(null);
    pool.afterMillis(500);

    assertThat(borrower).isCompleted();
  }

  @Test
  void attemptsMustBecomeFewerWhileTheyFailAndNobodyWaits() {
    LeaseManagerFixture kept =
        new LeaseManagerFixture(
            settings -> settings.backoff(BACKOFF).minimumIdle(1).maximumLifetime(Duration.ZERO));
    kept.factory.fail(new RuntimeException("refused"));
    kept.leases.discard(kept.borrow().entry(), CloseCause.BROKEN);
    assertThat(kept.factory.attempts()).isEqualTo(2);

    kept.afterMillis(500 + 1000 + 2000 + 2000 + 2000);

    assertThat(kept.factory.attempts()).isEqualTo(2 + 5);
    assertThat(log.lines()).singleElement().asString().contains("no session can be opened");
  }

  @Test
  void oneMustTryForAllWhoWaitAndNotMoreOftenThanAtFirst() {
    pool.factory.fail(new RuntimeException("refused"));
    for (int i = 0; i < 8; i++) {
      CompletableFuture<Lease<FakeConnection>> unused = pool.leases.borrow();
    }
    int begunTogether = pool.factory.attempts();
    assertThat(begunTogether).as("the failure of the first is seen by the others").isEqualTo(1);

    pool.afterMillis(9_999);

    assertThat(pool.factory.attempts()).isEqualTo(begunTogether + 19);
    assertThat(log.lines()).singleElement().asString().contains("no session can be opened");
  }

  @Test
  void borrowerMustNotWaitForPausesThatGrewBeforeItCame() {
    LeaseManagerFixture kept =
        new LeaseManagerFixture(
            settings ->
                settings.backoff(BACKOFF.withMaximum(Duration.ofMinutes(10))).minimumIdle(1));
    kept.factory.fail(new RuntimeException("refused"));
    kept.leases.discard(kept.borrow().entry(), CloseCause.BROKEN);
    kept.afterMillis(60_000); // the next attempt is half a minute away
    int before = kept.factory.attempts();
    kept.afterMillis(600);
    assertThat(kept.factory.attempts()).as("nobody waits").isEqualTo(before);

    kept.factory.fail(null);

    assertThat(kept.leases.borrow()).as("an attempt for it, at once").isCompleted();
  }

  @Test
  void borrowerWhoWaitsMustHaveASessionSoonAfterTheServerIsBack() {
    pool.factory.fail(new RuntimeException("refused"));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.leases.borrow();
    pool.afterMillis(8_000);

    pool.factory.fail(null);
    pool.afterMillis(500);

    assertThat(borrower).isCompleted();
  }

  @Test
  void attemptsThatFailTogetherMustCountAsOne() {
    pool.factory.openSlowly();
    CompletableFuture<Lease<FakeConnection>> first = pool.leases.borrow();
    CompletableFuture<Lease<FakeConnection>> second = pool.leases.borrow();
    assertThat(pool.leases.stats().opening()).isEqualTo(2);
    pool.factory.fail(new RuntimeException("refused"));
    pool.factory.finish();

    pool.afterMillis(500);
    assertThat(pool.leases.stats().opening()).as("one tries for all").isEqualTo(1);
    pool.factory.fail(null);
    pool.factory.finish();
    pool.factory.finish();

    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
  }

  @Test
  void borrowerThatWaitedInVainMustLearnTheCause() {
    RuntimeException refused = new RuntimeException("refused");
    pool.factory.fail(refused);
    CompletableFuture<Lease<FakeConnection>> borrower = pool.leases.borrow();

    pool.afterMillis(10_000);

    assertThat(failureOf(borrower))
        .isInstanceOf(BorrowTimeoutException.class)
        .hasCause(refused)
        .hasMessageContaining("opening fails: java.lang.RuntimeException: refused");
  }

  @Test
  void finalFailureMustReachWhoWaitsAtOnce() {
    pool.factory.fail(new FakeConnectionFactory.FinalException("401"));

    assertThat(failureOf(pool.leases.borrow()))
        .isInstanceOf(PoolException.class)
        .isNotInstanceOf(BorrowTimeoutException.class)
        .hasRootCauseMessage("401");
    assertThat(pool.leases.stats()).isEqualTo(new PoolStats(0, 0, 0, 0, 0, 0));
  }

  @Test
  void waitsMustBeginAnewAfterASuccess() {
    pool.factory.fail(new RuntimeException("refused"));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.leases.borrow();
    pool.afterMillis(500);
    pool.factory.fail(null);
    pool.afterMillis(1000);
    assertThat(borrower).isCompleted();

    pool.factory.fail(new RuntimeException("refused again"));
    CompletableFuture<Lease<FakeConnection>> another = pool.leases.borrow();
    pool.factory.fail(null);
    pool.afterMillis(500);

    assertThat(another).isCompleted();
  }

  @Test
  void adviceOfTheServerMustBeFollowedIfItIsLongerThanTheWait() {
    pool.factory.fail(new RuntimeException("503"));
    pool.factory.advise(Duration.ofMillis(1200));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.leases.borrow();
    pool.factory.fail(null);

    pool.afterMillis(1199);
    assertThat(borrower).isNotDone();
    pool.afterMillis(1);

    assertThat(borrower).isCompleted();
  }

  @Test
  void openerThatThrowsMustBeAFailureLikeOthers() {
    LeaseManager<FakeConnection> leases =
        new LeaseManager<>(
            "pool",
            PoolSettings.builder().borrowTimeout(Duration.ofMillis(100)).build(),
            new ConnectionFactory<>() {
              @Override
              public CompletableFuture<FakeConnection> open() {
                throw new IllegalStateException("no address");
              }

              @Override
              public boolean isFinal(Throwable failure) {
                return false;
              }

              @Override
              public @Nullable Duration advice(Throwable failure) {
                return null;
              }

              @Override
              public void stop() {}
            },
            pool.time,
            PoolMetrics.NONE);
    CompletableFuture<Lease<FakeConnection>> borrower = leases.borrow();

    pool.afterMillis(100);

    assertThat(failureOf(borrower)).hasRootCauseMessage("no address");
  }
}
